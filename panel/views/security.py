"""A person's own sign-in and security: passkeys, password, second step, and where they are signed in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import account_of, has_second_factor, must_add_second_factor
from accounts.actions.end_session import end_other_sessions, end_session
from accounts.actions.note_about_person import note
from accounts.actions.require_second_factor import require_second_factor
from accounts.capabilities import Capability, may
from accounts.doors import AccountRequest, account_page, actor_here
from accounts.errors import Conflict, NotFound
from accounts.models import BrowserSession, User
from accounts.recent import require_recent
from accounts.signing_in.browsers import is_phone, name_of_browser
from accounts.signing_in.lifetimes import is_over


@require_safe
@never_cache
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """The page. Whoever is kept out of an account until they have a second factor is led here."""
    user = _person(request)
    factors = Authenticator.objects.filter(user=user).order_by("created_at")
    codes = factors.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    words: dict[str, Any] = {
        "sessions": [_row(session, request) for session in _sessions(user)],
        "passkeys": [key.wrap() for key in factors.filter(type=Authenticator.Type.WEBAUTHN)],
        "app": factors.filter(type=Authenticator.Type.TOTP).first(),
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_second_factor": has_second_factor(user.pk),
        "kept_out": must_add_second_factor(user),
        "first": "first" in request.GET,
        **_for_everybody(request),
    }
    return render(request, "panel/settings/security.html", words)


def _for_everybody(request: Any) -> dict[str, Any]:
    """The owner's switch. Also tells the navigation who reads."""
    try:
        request.actor = actor_here(request)
    except NotFound:
        return {}
    return {"account": account_of(request.actor)} if may(request.actor, Capability.REQUIRE_2FA) else {}


@require_POST
@login_required
def end(request: HttpRequest, session: int) -> HttpResponse:
    """Sign one browser out. Somebody else's session is a 404, exactly like a missing one."""
    user = _person(request)
    found = BrowserSession.objects.filter(pk=session, user=user, ended_at=None).first()
    if found is None:
        raise Http404
    end_session(found)
    note(user, "session.ended")
    return redirect("panel_security")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    user = _person(request)
    end_other_sessions(user, keep=request.session.session_key)
    note(user, "session.others_ended")
    return redirect("panel_security")


@require_POST
@account_page(Capability.REQUIRE_2FA)
def require_factor(request: AccountRequest) -> HttpResponse:
    """The owner's switch: everybody needs a second factor, or not."""
    require_recent(request)
    try:
        require_second_factor(request.actor, request.account, required="required" in request.POST)
    except Conflict:
        return redirect("/panel/settings/security/?first")
    return redirect("panel_security")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _sessions(user: User) -> list[BrowserSession]:
    return [
        session for session in BrowserSession.objects.filter(user=user, ended_at=None).order_by("-last_seen_at") if not is_over(session)
    ]


def _row(session: BrowserSession, request: HttpRequest) -> dict[str, Any]:
    return {
        "id": session.pk,
        "name": name_of_browser(session.user_agent),
        "icon": "phone" if is_phone(session.user_agent) else "screen",
        "here": session.session_key == request.session.session_key,
        "ip": session.ip,
        "method": session.method,
        "new": session.new_device,
        "signed_in_at": session.signed_in_at,
        "last_seen_at": session.last_seen_at,
    }
