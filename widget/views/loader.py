"""The script tag's targets: the moving one with the configuration inside, the pinned one, and its configuration."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override
from django.views.decorators.http import conditional_page, require_safe

from accounts.access import project_by_key
from accounts.templatetags.assets import built
from widget.configuration import loader_configuration

# A minute of age, a day of service while it is refreshed: a customer's page never waits for us.
MOVING = "public, max-age=60, stale-while-revalidate=86400"
PINNED = "public, max-age=31536000, immutable"
JAVASCRIPT = "text/javascript; charset=utf-8"
TYPES = Path(__file__).parent.parent / "types" / "parley.d.ts"


def loader_code(file: str) -> str:
    """The built loader: one expression, a function of the configuration."""
    return (Path(settings.BUILD_DIR) / file).read_text(encoding="utf-8").rstrip()


def pinned_hash() -> str:
    """The hash in the present build's pinned address."""
    return built("loader.js").removeprefix("loader-").removesuffix(".js")


def pinned_integrity() -> str:
    """The `integrity` of the present build's pinned script."""
    digest = hashlib.sha384(_pinned_body(built("loader.js")).encode()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def _pinned_body(file: str) -> str:
    return f"{loader_code(file)}();\n"


def _embeddable(response: HttpResponse, cache: str, *, readable: bool = False) -> HttpResponse:
    response["Cache-Control"] = cache
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    if readable:
        response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@conditional_page
def moving(request: HttpRequest, key: str) -> HttpResponse:
    """`/w/<key>.js`: one request before the launcher shows."""
    project = project_by_key(key)
    if project is None:
        words = "// Parley: there is no project with this key. Compare the tag with the one on your install page.\n"
        return _embeddable(HttpResponse(words, status=404, content_type=JAVASCRIPT), MOVING)
    # The answer is shared by all visitors, so it cannot speak each one's language: the frame corrects the words.
    with override(settings.LANGUAGE_CODE):
        configuration = json.dumps(loader_configuration(project), separators=(",", ":"))
    body = f"{loader_code(built('loader.js'))}({configuration});\n"
    return _embeddable(HttpResponse(body, content_type=JAVASCRIPT), MOVING)


@require_safe
@conditional_page
def configuration(request: HttpRequest, key: str) -> HttpResponse:
    """`/w/<key>.json`, for the pinned tag."""
    project = project_by_key(key)
    if project is None:
        error = {"code": "not_found", "detail": "There is no project with this key.", "fields": {}}
        return _embeddable(JsonResponse({"error": error}, status=404), "no-store", readable=True)
    with override(settings.LANGUAGE_CODE):
        return _embeddable(JsonResponse(loader_configuration(project)), MOVING, readable=True)


@require_safe
def pinned(request: HttpRequest, hash: str) -> HttpResponse:
    """`/w/v/<hash>.js`: never changes, so that a page may pin it with `integrity`."""
    file = f"loader-{hash}.js"
    if not re.fullmatch(r"[0-9A-Z]{8}", hash) or not (Path(settings.BUILD_DIR) / file).is_file():
        words = "// Parley: there is no such version of the script.\n"
        return _embeddable(HttpResponse(words, status=404, content_type=JAVASCRIPT), "no-store", readable=True)
    return _embeddable(HttpResponse(_pinned_body(file), content_type=JAVASCRIPT), PINNED, readable=True)


@require_safe
@conditional_page
def types(request: HttpRequest) -> HttpResponse:
    """`/w/parley.d.ts`: the types of the page's API."""
    text = TYPES.read_text(encoding="utf-8")
    return _embeddable(HttpResponse(text, content_type="text/plain; charset=utf-8"), MOVING, readable=True)
