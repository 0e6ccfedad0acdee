"""The service worker's file: at the panel's own address, so that everything below /panel/ is its scope."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.templatetags.assets import built

# A worker fetches from us and nothing else, and runs what it came with.
POLICY = "default-src 'none'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The same for everybody, signed in or not: a browser looks for a newer one on its own."""
    code = (Path(settings.BUILD_DIR) / built("worker.js")).read_bytes()
    response = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    response["Content-Security-Policy"] = POLICY
    return response
