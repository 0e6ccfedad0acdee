"""Uploading an export that is to become a project, and stopping that; the page beside exports shows how far it is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.doors import AccountRequest, account_page
from accounts.errors import Forbidden, NotFound, Refused
from panel.imports.actions.start_import import start_import
from panel.imports.actions.stop_import import stop_import
from panel.imports.queries import import_of
from panel.views.data import data_page


@csrf_exempt  # only here outside: the token stands in a body that is large, and a stranger is sent away before it is read
@require_POST
@never_cache
@account_page(Capability.ADD_PROJECT)
@csrf_protect
def upload(request: AccountRequest) -> HttpResponse:
    """A ZIP as `file`. Sent twice by an impatient finger, `key` makes it one import. Or `stop`, with which one."""
    if "stop" in request.POST:
        return _stop(request, request.POST["stop"])
    file = request.FILES.get("file")
    if file is None:
        return data_page(request, refused=_("Choose the ZIP of an export first."))
    try:
        start_import(request.actor, file=file, size=file.size or 0, name=file.name or "", key=request.POST.get("key", ""))
    except Forbidden:
        raise PermissionDenied from None
    except Refused as refused:
        return data_page(request, refused=refused.detail)
    return redirect("panel_data")


def _stop(request: AccountRequest, which: str) -> HttpResponse:
    try:
        stop_import(request.actor, import_of(which))
    except NotFound:
        raise Http404 from None
    except Forbidden:
        raise PermissionDenied from None
    return redirect("panel_data")
