"""Notifications: what calls a person in which project and how, sounds, words, and quiet hours."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import projects_of
from accounts.actors import Actor
from accounts.capabilities import Capability, may
from accounts.doors import signed_in_actors
from accounts.errors import Invalid
from accounts.models import Project, User
from accounts.tenancy import tenant
from panel.notices.actions.choose import choose_events, choose_manner
from panel.notices.forms import MannerForm
from panel.notices.queries import choices_of, devices_of, manner_of
from panel.notices.words import HINTS, OFFERED, Channel

Mine = list[tuple[Actor, Project]]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def choices(request: HttpRequest) -> HttpResponse:
    """`?project=` chooses whose table is shown; sounds and quiet hours are the same in all."""
    mine = [(actor, project) for actor in signed_in_actors(request) for project in projects_of(actor)]
    if mine:
        request.actor = mine[0][0]  # type: ignore[attr-defined]  # for the navigation
    if request.method == "POST":
        return _keep_manner(request, mine) if request.POST.get("of") == "manner" else _keep_events(request, mine)
    return _page(request, mine, MannerForm(instance=manner_of(_person(request))))


def _keep_manner(request: HttpRequest, mine: Mine) -> HttpResponse:
    form = MannerForm(request.POST, instance=manner_of(_person(request)))
    if not form.is_valid():
        return _page(request, mine, form, status=400)
    try:
        choose_manner(_person(request), language=request.LANGUAGE_CODE, **form.cleaned_data)
    except Invalid as invalid:
        for name, sentence in invalid.fields.items():
            form.add_error(name, sentence)
        return _page(request, mine, form, status=400)
    return redirect(f"{reverse('panel_notifications')}?project={request.POST.get('project', '')}&kept")


def _keep_events(request: HttpRequest, mine: Mine) -> HttpResponse:
    found = _chosen(mine, request.POST.get("project"))
    if found is None:
        raise Http404
    wanted = {
        (event, channel): f"{event.value}.{channel.value}" in request.POST for event, channels in OFFERED.items() for channel in channels
    }
    for actor, project in mine if "everywhere" in request.POST else [found]:
        with tenant(project):
            choose_events(actor, project, wanted)
    return redirect(f"{reverse('panel_notifications')}?project={found[1].public_id}&kept")


def _page(request: HttpRequest, mine: Mine, form: MannerForm, status: int = 200) -> HttpResponse:
    asked = request.GET.get("project") or request.POST.get("project") or request.session.get("panel_project")
    found = _chosen(mine, asked) or (mine[0] if mine else None)
    words: dict[str, Any] = {
        "form": form,
        "channels": list(Channel),
        "projects": [project for _actor, project in mine],
        "chosen": found[1] if found else None,
        "rows": _rows(*found) if found else [],
        "may_edit": found is not None and may(found[0], Capability.EDIT_PROJECT, found[1]),
        "browsers": sum(device.ended_at is None for device in devices_of(_person(request))),
        "kept": "kept" in request.GET,
    }
    return render(request, "panel/settings/notifications.html", words, status=status)


def _chosen(mine: Mine, project: object) -> tuple[Actor, Project] | None:
    return next((each for each in mine if str(each[1].public_id) == project), None)


def _rows(actor: Actor, project: Project) -> list[dict[str, Any]]:
    """The table: an event a row, a cell for each channel, None where it is not offered."""
    with tenant(project):
        chosen = choices_of(actor.id)
    return [
        {
            "event": event,
            "hint": HINTS[event],
            "cells": [
                {"channel": channel, "offered": (event, channel) in chosen, "on": chosen.get((event, channel))} for channel in Channel
            ],
        }
        for event in OFFERED
    ]


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
