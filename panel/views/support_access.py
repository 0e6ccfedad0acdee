"""Support access: let Parley's staff in for a time, see what they opened, send them out again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import projects_of
from accounts.actions.give_grant import give_grant
from accounts.actions.revoke_grant import revoke_grant
from accounts.capabilities import Capability
from accounts.doors import AccountRequest, account_page
from accounts.errors import Invalid, NotFound
from accounts.grants import grant_for, grants_in_force, newest_looks
from accounts.models import Grant, Look
from accounts.recent import require_recent
from panel.grant_form import GrantForm

PAGES = {
    "projects": _("Projects"),
    "settings": _("Settings"),
    "conversations": _("Conversations"),
    "conversation": _("One conversation"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_page(Capability.GIVE_GRANTS)
def support_access(request: AccountRequest) -> HttpResponse:
    """The grants that are open, what staff opened, and the form for another one."""
    projects = projects_of(request.actor)
    if request.method != "POST":
        return _page(request, GrantForm(projects))
    form = GrantForm(projects, request.POST)
    if not form.is_valid():
        return _page(request, form)
    require_recent(request)
    try:
        with transaction.atomic():
            give_grant(request.actor, **form.wanted())
    except Invalid as refusal:
        for name, sentence in refusal.fields.items():
            form.add_error(name, sentence)
        return _page(request, form)
    return redirect("panel_support_access")


@require_POST
@account_page(Capability.GIVE_GRANTS)
def revoke(request: AccountRequest, grant: str) -> HttpResponse:
    """Send staff out. Nobody is asked who they are once more: shutting a door is never dangerous."""
    try:
        revoke_grant(request.actor, grant_for(grant))
    except NotFound:
        raise Http404 from None
    return redirect("panel_support_access")


def _page(request: HttpRequest, form: GrantForm) -> HttpResponse:
    now = timezone.now()
    words: dict[str, Any] = {
        "form": form,
        "grants": [_open_grant(grant, now) for grant in grants_in_force()],
        "looks": [_seen(look) for look in newest_looks()],
    }
    return render(request, "panel/settings/support_access.html", words)


def _open_grant(grant: Grant, now: datetime) -> dict[str, Any]:
    """A grant in the words of its card, and the whole minutes for its bar."""
    left, whole = grant.ends_at - now, grant.ends_at - grant.created_at
    minute = timedelta(minutes=1)
    return {"grant": grant, "left": time_left(left), "minutes_left": left // minute, "minutes": round(whole / minute)}


def time_left(left: timedelta) -> str:
    """As “21 hours left”, in minutes for the last hour."""
    hours = round(left / timedelta(hours=1))
    if left < timedelta(hours=1):
        minutes = max(1, round(left / timedelta(minutes=1)))
        return ngettext("%(n)s minute left", "%(n)s minutes left", minutes) % {"n": minutes}
    return ngettext("%(n)s hour left", "%(n)s hours left", hours) % {"n": hours}


def _seen(look: Look) -> dict[str, Any]:
    return {"look": look, "page": PAGES.get(look.page, look.page)}
