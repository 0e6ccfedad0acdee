"""Signed identity of a project's visitors: its keys, whether a signature is needed, and who still comes without."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.edit_project import edit_project
from accounts.capabilities import Capability
from accounts.doors import AccountRequest, PanelRequest, account_page, panel_page
from accounts.errors import Conflict, NotFound, Refused
from accounts.recent import require_recent
from chat.actions.end_identity_key import end_identity_key
from chat.actions.make_identity_key import make_identity_key
from chat.models import IdentityKey, UnsignedCall, Visitor
from chat.signing_keys import KEYS_AT_MOST, keys_of_project
from panel.identity_snippets import snippets
from panel.views.editable import editable, require_editor, to_editable


@require_safe
@never_cache
@account_page(Capability.EDIT_PROJECT)
def home(request: AccountRequest) -> HttpResponse:
    """To the page of the project that `?project=` names, else of the first that the person may change."""
    return to_editable(request, "panel_identity")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def identity(request: PanelRequest) -> HttpResponse:
    """`act` is `make`, `end` (with `kid`), `require` or `leave_open`."""
    require_editor(request)
    if request.method != "POST":
        return _page(request)
    require_recent(request)
    act, project = request.POST.get("act", ""), request.project
    try:
        with transaction.atomic():
            if act == "make":
                return _page(request, made=make_identity_key(request.actor, project))
            if act == "end":
                end_identity_key(request.actor, project, request.POST.get("kid", ""))
            elif act in ("require", "leave_open"):
                edit_project(request.actor, project, signed_identity=act == "require")
            else:
                raise NotFound
    except Conflict:
        return _page(request, refused=Conflict(_("Two keys are in use. End the former one first.")))
    except Refused as refused:
        return _page(request, refused=refused)
    return redirect(f"{request.path}?done={act}")


def _page(request: PanelRequest, *, made: tuple[IdentityKey, str] | None = None, refused: Refused | None = None) -> HttpResponse:
    project = request.project
    project.refresh_from_db(fields=["signed_identity"])
    keys = keys_of_project()
    words: dict[str, Any] = {
        "project": project,
        "projects": editable(request.actor),
        "keys": keys,
        "more": len(keys) < KEYS_AT_MOST,
        "made": made,
        "refused": refused,
        "done": request.GET.get("done", ""),
        "unsigned": list(UnsignedCall.objects.order_by("-last_at")),
        "verified": Visitor.objects.filter(verified=True, erased_at=None).count(),
        "snippets": snippets(),
    }
    return render(request, "panel/settings/identity.html", words, status=refused.status if refused else 200)
