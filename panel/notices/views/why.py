"""Why did nothing ring? The six stations of a push for this browser, where a person can be called, and the last calls with their reason."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from accounts import mail
from accounts.doors import signed_in_actors
from accounts.models import User
from accounts.signing_in.browsers import is_phone, name_of_browser
from accounts.signing_in.lifetimes import RECORD
from panel.notices.models import Device, Manner, Ring
from panel.notices.queries import Told, devices_of, last_calls, last_mail, manner_of
from panel.notices.shapes import push_shape
from panel.notices.views.browsers import shape_of
from panel.notices.words import Event, Why

NEVER_CAME = 3  # pushes in a row that were not acknowledged


# To register a worker is to name code: Trusted Types ask for a policy, and on this page one may be made, by this name.
names_the_worker = csp_replace({"trusted-types": ["parley-worker"]})


@require_safe
@never_cache
@names_the_worker
@ensure_csrf_cookie
@login_required
def why(request: HttpRequest) -> HttpResponse:
    """What only the browser knows (permission, service worker, subscription, sound), its own code asks and draws."""
    user = _person(request)
    actors = signed_in_actors(request)
    if actors:
        request.actor = actors[0]  # type: ignore[attr-defined]  # for the navigation
    devices, told, manner = devices_of(user), last_calls(actors), manner_of(user)
    here = next((one for one in devices if one.session_id and one.session_id == request.session.get(RECORD)), None)
    others = [one for one in devices if one is not here]
    words: dict[str, Any] = {
        "browsers": [_browser(one, here) for one in ([here] if here else []) + others],
        "others": [{"id": one.pk, "name": name_of_browser(one.user_agent)} for one in others[:1]],
        "calls": [_call(each, here, others[:1], manner) for each in told],
        "zone": manner.time_zone.replace("_", " "),
        "silent_only": "silent" in request.GET,
        "address": "" if user.single_sign_on else user.email,
        "last_mail": last_mail(told),
        "mailed": "mailed" in request.GET,
        "data": _data(request, here, told, manner),
    }
    with timezone.override(ZoneInfo(manner.time_zone)):  # every time on it is the reader's own
        return render(request, "panel/settings/why.html", words)


@require_POST
@login_required
def test_mail(request: HttpRequest) -> HttpResponse:
    """Write to the asker alone, to show that mails arrive."""
    user = _person(request)
    if not user.single_sign_on:
        mail.send("notices/mail/test", user.email, {"url": settings.PARLEY_URL + reverse("panel_why")})
    return redirect(f"{reverse('panel_why')}?mailed")


def _data(request: HttpRequest, here: Device | None, told: list[Told], manner: Manner) -> dict[str, Any]:
    """For the page's code."""
    last = next((each for each in told if here is not None and here.pk in each.rings), None)
    return {
        **push_shape(),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "browser": shape_of(here) if here else None,
        "last": f"{last.name}: {Event(last.call.event).label}" if last else None,
        "volume": manner.volume,
        "repeats": manner.repeats,
        "never_came": NEVER_CAME,
    }


def _browser(device: Device, here: Device | None) -> dict[str, Any]:
    rings = device.ended_at is None and device.unheard < NEVER_CAME
    return {
        "device": device,
        "here": device is here,
        "name": name_of_browser(device.user_agent),
        "icon": "phone" if is_phone(device.user_agent) else "screen",
        "rings": rings,
        "ended": device.get_ended_why_display() if device.ended_at else "",
    }


def _call(told: Told, here: Device | None, others: list[Device], manner: Manner) -> dict[str, Any]:
    reason = str(Why(told.call.why_not).label) if told.call.why_not else _trouble(told)
    if told.call.why_not == Why.QUIET and manner.quiet:
        reason = f"{reason}, {manner.quiet_from:%H:%M}–{manner.quiet_to:%H:%M}"
    if told.call.why_not == Why.DEPARTMENT and told.call.conversation.department is not None:
        reason = f"{reason}: {told.call.conversation.department.name}"
    return {
        "told": told,
        "what": Event(told.call.event).label,
        "cells": [_cell(told, device) for device in ([here] if here else [None]) + others],
        "mail": told.rings.get(None),
        "why": reason,
    }


def _trouble(told: Told) -> str:
    return next((ring.detail for ring in told.rings.values() if ring.state == Ring.State.FAILED and ring.detail), "")


def _cell(told: Told, device: Device | None) -> dict[str, Any]:
    """What became of a call in one browser."""
    if told.call.why_not:
        return {"state": "held" if told.call.why_not == Why.QUIET else "not"}
    ring = told.rings.get(device.pk) if device is not None else None
    if ring is None:
        return {"state": "mail" if None in told.rings else "not"}
    if ring.heard_at:
        took = ring.heard_at - told.call.at
        return {"state": "heard", "seconds": f"{max(took.total_seconds(), 0.1):.1f}"}
    known = {Ring.State.SENT: "sent", Ring.State.FAILED: "never", Ring.State.CANCELLED: "not"}
    return {"state": known.get(Ring.State(ring.state), "waits"), "status": ring.status}


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
