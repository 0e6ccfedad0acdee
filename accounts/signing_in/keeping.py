"""Each request of a signed-in person keeps their browser session: begins it, says that they were here, or finds it over."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.actions.end_session import end_session, follow_key
from accounts.models import BrowserSession, User
from accounts.signing_in.lifetimes import RECORD, SEEN_EVERY, is_over
from accounts.signing_in.notices import tell_of_new_device
from accounts.signing_in.proofs import renew_proof

Handler = Callable[[HttpRequest], HttpResponse]

DEVICE_AGE_S = 400 * 86_400  # browsers keep no cookie longer
_DEVICE_LENGTH = 32


def keep_sessions(handler: Handler) -> Handler:
    """Look after the session of whoever is signed in. Visitors' doors below /w/ know no session."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/w/"):
            return handler(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            renew_proof(request.session)
            _look_after(request)
        response = handler(request)
        known = settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified
        if known and request.session.get("_auth_user_id") and RECORD not in request.session:
            _begin(request, response)
        return response

    return handle


def _look_after(request: HttpRequest) -> None:
    """Note that somebody is here, or end a session whose time is up."""
    record = request.session.get(RECORD)
    session = BrowserSession.objects.filter(pk=record).first() if record is not None else None
    if session is None:
        return
    if is_over(session):
        if session.ended_at is None:
            end_session(session)
        logout(request)
        return
    if session.session_key != request.session.session_key:
        follow_key(session, str(request.session.session_key))
    if session.last_seen_at < timezone.now() - SEEN_EVERY:
        BrowserSession.objects.filter(pk=session.pk).update(last_seen_at=timezone.now(), ip=_address(request))


def _begin(request: HttpRequest, response: HttpResponse) -> None:
    """Somebody has just signed in: write the row, and tell them by mail when this browser is new."""
    user = request.user
    if not isinstance(user, User):
        return
    device = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if len(device) != _DEVICE_LENGTH or not device.isalnum():
        device = secrets.token_hex(_DEVICE_LENGTH // 2)
    before = BrowserSession.objects.filter(user=user)
    now = timezone.now()
    facts = {
        "user": user,
        "device": device,
        "user_agent": request.headers.get("User-Agent", "")[:300],
        "ip": _address(request),
        "method": _method(request, user),
        "new_device": before.exists() and not before.filter(device=device).exists(),
        "signed_in_at": now,
        "last_seen_at": now,
    }
    session, _ = BrowserSession.objects.get_or_create(session_key=request.session.session_key, defaults=facts)
    request.session[RECORD] = session.pk
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        device,
        max_age=DEVICE_AGE_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if session.new_device:
        tell_of_new_device(user, session)


def _address(request: HttpRequest) -> str | None:
    return request.META.get("REMOTE_ADDR") or None


def _method(request: HttpRequest, user: User) -> str:
    """How they came in, as the security page says it."""
    if user.single_sign_on:
        return "single_sign_on"
    records = get_authentication_records(request, user)
    if any(record.get("passwordless") for record in records):
        return "passkey"
    if any(record.get("method") == "mfa" for record in records):
        return "password_and_step"
    return "password"
