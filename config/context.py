"""What every template may know: how the page looks and where it runs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi


def appearance(request: HttpRequest) -> dict[str, Any]:
    """`theme` (light, dark or auto) and `direction` (ltr or rtl): from the address, else the cookie, else the language."""
    theme = request.GET.get("theme") or request.COOKIES.get("parley_theme", "")
    direction = request.GET.get("dir") or ("rtl" if get_language_bidi() else "ltr")
    return {
        "theme": theme if theme in ("light", "dark") else "auto",
        "direction": direction if direction in ("ltr", "rtl") else "ltr",
        "embedded": not settings.PRODUCTION,
        "own_help": f"/help/{settings.HELP_PROJECT}/" if settings.HELP_PROJECT else "",
    }
