"""The first-party cookie that remembers whose link somebody followed: the first one, for as long as the plan's window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "partners.touch"


def touch_of(request: HttpRequest) -> tuple[str, datetime] | None:
    """Whose code, and when; None for no cookie, a changed one, or nonsense."""
    try:
        code, at = signing.loads(request.COOKIES.get(settings.REFERRAL_COOKIE_NAME, ""), salt=SALT)
        return str(code), datetime.fromtimestamp(int(at), UTC)
    except (signing.BadSignature, TypeError, ValueError):
        return None


def remember(request: HttpRequest, response: HttpResponse, code: str, *, days: int) -> None:
    """The first touch counts, so one that is there stays as it is, with its own end."""
    if touch_of(request) is not None:
        return
    value = signing.dumps([code, int(datetime.now(UTC).timestamp())], salt=SALT)
    life = timedelta(days=days)
    response.set_cookie(
        settings.REFERRAL_COOKIE_NAME, value, max_age=life, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
