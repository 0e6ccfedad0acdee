"""What we promise about security, in public, and how to tell us of a hole."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

# RFC 9116 advises less than a year. Reckoned anew each day: as long as somebody serves it, somebody stands by it.
VALID = timedelta(days=180)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """The page for people."""
    return render(
        request, "security.html", {"contact": settings.SECURITY_CONTACT, "shown": settings.SECURITY_CONTACT.removeprefix("mailto:")}
    )


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The same for those who search for holes: RFC 9116."""
    expires = datetime.combine(datetime.now(UTC).date() + VALID, time(), UTC)
    lines = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": f"{expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": "en",
        "Canonical": f"{settings.PARLEY_URL}/.well-known/security.txt",
        "Policy": f"{settings.PARLEY_URL}/security/",
    }
    return HttpResponse("".join(f"{name}: {value}\n" for name, value in lines.items()), content_type="text/plain; charset=utf-8")
