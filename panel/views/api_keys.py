"""Keys for scripts: made here, shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import key_for, keys_for
from accounts.actions.issue_api_key import issue_api_key
from accounts.actions.revoke_api_key import revoke_api_key
from accounts.capabilities import SCOPES, Capability, held_by, may
from accounts.doors import AccountRequest, account_page
from accounts.errors import NotFound, Refused
from accounts.models import Project
from accounts.recent import require_recent

SCOPE_WORDS = {
    "read": _("Read conversations, operators and reports"),
    "visitors": _("See visitors, and ban them"),
    "reply": _("Answer and write notes"),
    "assign": _("Assign, close and reopen"),
    "settings": _("Change projects"),
    "members": _("Manage people and invitations"),
    "audit": _("Read the audit log"),
    "data": _("Export and erase data"),
}
LIVES = (("30", _("30 days")), ("90", _("90 days")), ("365", _("A year")), ("", _("Until it is revoked")))
LIVES_AT_FIRST = "90"


class KeyForm(forms.Form):
    """What a new key shall be. What somebody may give, the action decides."""

    name = forms.CharField(max_length=120, error_messages={"required": _("Name what it is for.")})
    kind = forms.ChoiceField(choices=(("personal", _("Acts as you")), ("service", _("Acts as the team’s bot"))))
    scopes = forms.MultipleChoiceField(choices=tuple(SCOPE_WORDS.items()), error_messages={"required": _("Choose at least one.")})
    project = forms.CharField(max_length=36, required=False)
    lives = forms.ChoiceField(choices=LIVES, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_page()
def api_keys(request: AccountRequest) -> HttpResponse:
    """The keys that somebody may see, and a form for one more."""
    if request.method != "POST":
        return _page(request, KeyForm(initial={"kind": "personal", "scopes": ["read"], "lives": LIVES_AT_FIRST}))
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    require_recent(request)
    wish, now = form.cleaned_data, timezone.now()
    try:
        _made, secret = issue_api_key(
            request.actor,
            name=wish["name"],
            scopes=wish["scopes"],
            service=wish["kind"] == "service",
            project=_project(request, wish["project"]),
            expires_at=now + timedelta(days=int(wish["lives"])) if wish["lives"] else None,
        )
    except Refused as refused:
        return _page(request, form, refused=refused)
    return _page(request, KeyForm(initial={"kind": "personal", "lives": LIVES_AT_FIRST}), secret=secret)


@require_POST
@never_cache
@account_page()
def revoke(request: AccountRequest, key: UUID) -> HttpResponse:
    """End a key."""
    try:
        revoke_api_key(request.actor, key_for(request.actor, key))
    except NotFound:
        raise Http404 from None
    return redirect("/panel/settings/api-keys/?revoked")


def _project(request: AccountRequest, public_id: str) -> Project | None:
    """Raises NotFound for what is none of theirs; None for all."""
    if not public_id:
        return None
    for project in Project.objects.all():
        if str(project.public_id) == public_id and request.actor.may_enter(project.pk):
            return project
    raise NotFound()


def _page(request: AccountRequest, form: KeyForm, *, secret: str = "", refused: Refused | None = None) -> HttpResponse:
    held = held_by(request.actor)
    words: dict[str, Any] = {
        "form": form,
        "secret": secret,
        "refused": refused,
        "revoked": "revoked" in request.GET,
        "manages": may(request.actor, Capability.MANAGE_KEYS),
        "keys": list(keys_for(request.actor).order_by("-created_at")),
        "scopes": [(scope, sentence) for scope, sentence in SCOPE_WORDS.items() if SCOPES[scope] <= held],
        "chosen": form["scopes"].value() or [],
        "projects": [project for project in Project.objects.order_by("name", "pk") if request.actor.may_enter(project.pk)],
        "lives": LIVES,
        "now": timezone.now(),
    }
    return render(request, "panel/settings/api_keys.html", words, status=refused.status if refused else 200)
