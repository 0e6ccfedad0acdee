"""The doors of browsers that can be called: subscribe, try, remove, and say that a push has arrived. JSON in and out."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import Invalid, NotFound
from accounts.models import BrowserSession, User
from accounts.signing_in.lifetimes import RECORD
from chat.times import rfc3339
from panel.notices.actions.hear_ring import hear_ring
from panel.notices.actions.subscribe_device import renew_device, subscribe_device
from panel.notices.actions.try_device import ask_for_test
from panel.notices.models import Device
from panel.notices.push import endpoint_hash, subscription_of


@require_POST
@login_required
def subscribe(request: HttpRequest) -> HttpResponse:
    """This browser can be called from now on."""
    user = _person(request)
    session = BrowserSession.objects.filter(pk=request.session.get(RECORD) or 0, user=user).first()
    try:
        subscription = subscription_of(_body(request))
    except Invalid as invalid:
        return _refused(invalid)
    agent = request.headers.get("User-Agent", "")
    device = subscribe_device(user, session, subscription, user_agent=agent, language=request.LANGUAGE_CODE)
    return JsonResponse(shape_of(device), status=201)


@csrf_exempt
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """A service worker says that its browser has changed the subscription; it proves itself by the former secret."""
    given = _body(request)
    try:
        fresh = subscription_of(given.get("subscription"))
    except Invalid as invalid:
        return _refused(invalid)
    former, auth = str(given.get("endpoint", "")), str(given.get("auth", ""))
    return HttpResponse(status=204 if renew_device(endpoint_hash(former), auth, fresh) else 404)


@csrf_exempt
@require_POST
def heard(request: HttpRequest) -> HttpResponse:
    """A service worker says that a push has arrived. It may be signed out by now: what it knows is inside the push."""
    given = _body(request)
    try:
        hear_ring(str(given.get("token", "")), way=str(given.get("way", "")))
    except NotFound:
        return HttpResponse(status=404)
    return HttpResponse(status=204)


@require_safe
@never_cache
@login_required
def state(request: HttpRequest, device: UUID) -> HttpResponse:
    """How far the last test has come."""
    return JsonResponse(shape_of(_own(request, device)))


@require_POST
@login_required
def test(request: HttpRequest, device: UUID) -> HttpResponse:
    """Ring this browser, to hear it."""
    own = _own(request, device)
    ask_for_test(own)
    own.refresh_from_db()
    return JsonResponse(shape_of(own), status=202)


@require_POST
@login_required
def remove(request: HttpRequest, device: UUID) -> HttpResponse:
    """It is not called any more."""
    _own(request, device).delete()
    return redirect("panel_why")


def shape_of(device: Device) -> dict[str, Any]:
    """A browser for the page. Neither its address nor its keys: the page compares a hash."""
    return {
        "id": str(device.public_id),
        "hash": device.endpoint_hash,
        "created_at": rfc3339(device.created_at),
        "renewed_at": rfc3339(device.renewed_at),
        "ended": device.ended_why or None,
        "ended_at": rfc3339(device.ended_at),
        "sent_at": rfc3339(device.sent_at),
        "status": device.status,
        "detail": device.detail,
        "heard_at": rfc3339(device.heard_at),
        "unheard": device.unheard,
        "test": {
            "at": rfc3339(device.test_at),
            "taken_ms": device.test_taken_ms,
            "trouble": device.test_trouble or None,
            "heard_at": rfc3339(device.test_heard_at),
        },
    }


def _own(request: HttpRequest, device: UUID) -> Device:
    """Somebody else's browser is a 404, exactly like a missing one."""
    found = Device.objects.filter(public_id=device, user=_person(request)).first()
    if found is None:
        raise Http404
    return found


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _body(request: HttpRequest) -> dict[str, Any]:
    """What was sent, if it is a JSON object."""
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def _refused(invalid: Invalid) -> HttpResponse:
    error = {"code": invalid.code, "detail": invalid.detail, "fields": invalid.fields}
    return JsonResponse({"error": error}, status=invalid.status)
