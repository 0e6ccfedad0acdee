"""What a browser needs to keep the panel as an app of its own."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

GROUND = "#0B2E33"  # the rail: what stands around the app before it has drawn anything


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """The same for everybody, signed in or not; it leads to /panel/, which knows who asks."""
    home = reverse("panel")
    told = {
        "id": home,
        "name": "Parley",
        "short_name": "Parley",
        "description": _("Live chat: your inbox and your visitors."),
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [{"src": static("logo.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")
