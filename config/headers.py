"""The headers that every answer carries: pages, errors, files and redirects alike (HDR2, HDR3)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

# Nothing of ours asks for any of these, so nothing that got in may.
_NEVER = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _NEVER),
}
if settings.SECURE_HSTS_SECONDS:
    EVERYWHERE["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
# What stands below these is somebody's own, whoever asks.
PRIVATE = ("/api/", "/panel/", "/partners/", "/accounts/", "/w/api/")
# Whoever gets a file to open as a page all the same opens one without scripts, forms, pictures or an origin.
A_FILE = "default-src 'none'; frame-ancestors 'none'; sandbox"


def say_headers(handler: Handler) -> Handler:
    """Add what an answer does not say already. Nobody on the way may keep what was made for one person."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = handler(request)
        for name, value in EVERYWHERE.items():
            response.setdefault(name, value)
        if response.get("Content-Disposition", "").startswith("attachment"):
            response["Content-Security-Policy"] = A_FILE
        if request.path.startswith(PRIVATE) or _is_somebodys(request):
            response.setdefault("Cache-Control", "no-store")
        return response

    return handle


def _is_somebodys(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META
