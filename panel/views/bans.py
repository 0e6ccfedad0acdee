"""Whom operators keep out: the list, one more, and letting somebody in again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import project_for, projects_of
from accounts.capabilities import Capability
from accounts.doors import AccountRequest, account_page
from accounts.errors import NotFound, Refused
from accounts.models import Project
from accounts.tenancy import tenant
from chat import visits
from chat.actions.ban import ban, lift_ban
from chat.bans import BANS_AT_MOST, in_force
from chat.models import Ban
from chat.networks import network_of, parse_address

# How long, in hours; '' for good.
TERMS = (("1", _("An hour")), ("24", _("A day")), ("168", _("A week")), ("720", _("30 days")), ("", _("For good")))


class BanForm(forms.Form):
    """Who, why and for how long."""

    project = forms.UUIDField()
    target = forms.CharField(max_length=60, error_messages={"required": _("Write an address, a network or a visitor’s id.")})
    network = forms.BooleanField(required=False)
    reason = forms.CharField(max_length=300, error_messages={"required": _("Write why: your colleagues will want to know.")})
    term = forms.ChoiceField(choices=TERMS, required=False)


@dataclass(frozen=True)
class Row:
    """One ban of the list, with its project."""

    project: Project
    ban: Ban

    @property
    def of_visitor(self) -> str:
        """The visitor's id; '' for a network."""
        return self.ban.target.removeprefix("visitor:") if self.ban.target.startswith("visitor:") else ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_page(Capability.BAN)
def bans(request: AccountRequest) -> HttpResponse:
    """`?project=&visitor=` fills in whom: the visitor column leads here."""
    if request.method != "POST":
        asked = {"project": request.GET.get("project"), "target": request.GET.get("visitor"), "term": "24"}
        return _page(request, BanForm(initial=asked))
    if request.POST.get("lift"):
        return _lift(request)
    form = BanForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    return _ban(request, form)


def _ban(request: AccountRequest, form: BanForm) -> HttpResponse:
    wanted = form.cleaned_data
    until = timezone.now() + timedelta(hours=int(wanted["term"])) if wanted["term"] else None
    project = _project(request, wanted["project"])
    try:
        with tenant(project):
            for target in filter(None, (wanted["target"], wanted["network"] and _network_of(project, wanted["target"]))):
                ban(request.actor, project, target=target, reason=wanted["reason"], until=until)
    except Refused as refused:
        for field, sentence in refused.fields.items() or [("", refused.detail)]:
            form.add_error(field if field in form.fields else None, sentence)
        return _page(request, form)
    return redirect(f"{request.path}?banned")


def _lift(request: AccountRequest) -> HttpResponse:
    try:
        project, ban_id = _project(request, request.POST.get("project")), UUID(request.POST["lift"])
    except ValueError:
        raise Http404 from None
    with tenant(project):
        lift_ban(request.actor, project, ban_id)
    return redirect(f"{request.path}?lifted")


def _project(request: AccountRequest, public_id: object) -> Project:
    try:
        return project_for([request.actor], public_id)[1]
    except NotFound:
        raise Http404 from None


def _network_of(project: Project, visitor: str) -> str:
    """The network of a visitor who is on the site now; '' for anybody else. Nobody is shown the address."""
    try:
        visitor_id = UUID(visitor)
    except ValueError:
        return ""
    address = str(visits.visits_of(project.pk, [visitor_id])[visitor_id].meta.get("address", ""))
    return network_of(address) if parse_address(address) else ""


def _page(request: AccountRequest, form: BanForm) -> HttpResponse:
    projects, rows = projects_of(request.actor), []
    for project in projects:
        with tenant(project):
            rows += [Row(project, each) for each in Ban.objects.filter(in_force()).order_by("-id")[:BANS_AT_MOST]]
    words: dict[str, Any] = {
        "form": form,
        "projects": projects,
        "rows": rows,
        "terms": TERMS,
        "banned": "banned" in request.GET,
        "lifted": "lifted" in request.GET,
    }
    return render(request, "panel/settings/bans.html", words)
