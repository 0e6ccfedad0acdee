"""The files' origin: gives what a link names, takes what a form names, and lets nothing of it do anything (UPL4).

It is an origin of its own without sessions: what it serves can run nowhere, and could reach nothing if it did.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chat import threads
from chat.files.links import LINK_FOR_S, Linked, NoLink, linked
from chat.files.store import FORM_SALT, UPLOAD_FOR_S, Folder, Store, Vanished, store

AROUND_BYTES = 16 * 1024  # what a form takes besides its file
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")

View = Callable[..., HttpResponseBase]


def at_the_files_origin(view: View) -> View:
    """Only there: on any other host these addresses do not exist. Our own pages may read, and nobody's cookie comes along."""

    @wraps(view)
    def door(request: HttpRequest, **rest: Any) -> HttpResponseBase:
        if request.get_host() != urlsplit(settings.FILES_URL).netloc:
            raise Http404
        response = view(request, **rest)
        origin = request.headers.get("Origin")
        if origin in (settings.PARLEY_URL, settings.WIDGET_URL):
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Expose-Headers"] = "Content-Range, ETag"
        response["Vary"] = "Origin"
        response["Content-Security-Policy"] = POLICY
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return door


@require_http_methods(["GET", "HEAD", "OPTIONS"])
@at_the_files_origin
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    """`GET /files/<link>`: the file, or a range of it, for a minute. Its name is in no address, so it is in no log."""
    if request.method == "OPTIONS":
        return _preflight("GET")
    kept = store()
    try:
        found = linked(token)
        size = kept.sizes(found.key).get(found.key) if kept is not None else None
    except NoLink:
        return HttpResponse("This link has ended.", status=403, content_type="text/plain; charset=utf-8")
    if kept is None or size is None:
        raise Http404
    try:
        return _served(request, kept, found, size)
    except Vanished:
        raise Http404 from None


def _served(request: HttpRequest, kept: Store, found: Linked, size: int) -> HttpResponseBase:
    tag = f'"{size:x}-{found.key.split("/")[2][:16]}"'
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    first, last, status = 0, size - 1, 200
    if asked and request.headers.get("If-Range", tag) == tag:
        first, last, status = int(asked[1]), min(int(asked[2] or size - 1), size - 1), 206
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(streamed(request, kept, found.key, first, last), status=status, content_type=found.type)
    if status == 206:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"], response["ETag"] = "bytes", tag
    response["Content-Disposition"] = str(content_disposition_header(True, found.name))
    response["Cache-Control"] = f"private, max-age={LINK_FOR_S}"
    return response


def streamed(request: HttpRequest, kept: Store, key: str, first: int, last: int) -> Iterator[bytes] | AsyncIterator[bytes]:
    if request.method == "HEAD":
        return iter(())
    chunks = kept.read(key, first, last)
    return _beside(chunks) if isinstance(request, ASGIRequest) else chunks


async def _beside(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The same in threads: under ASGI a plain iterator would be read to its end before the first byte leaves."""
    while (chunk := await threads.run(next, chunks, None)) is not None:
        yield chunk


@csrf_exempt  # no cookie is looked at: the signed policy is the only right
@require_http_methods(["POST", "OPTIONS"])
@at_the_files_origin
def put(request: HttpRequest) -> HttpResponseBase:
    """`POST /files/in`: the form of a folder, as S3 takes that of a bucket. 204; 403 for another's, an old or a changed policy."""
    if request.method == "OPTIONS":
        return _preflight("POST")
    kept = store()
    if not isinstance(kept, Folder):
        raise Http404
    # Before anything of it is read: a form is little more than the largest part.
    if int(request.headers.get("Content-Length") or 0) > settings.FILES_PART_BYTES + AROUND_BYTES:
        return HttpResponse("EntityTooLarge", status=400, content_type="text/plain")
    try:
        policy = signing.loads(request.POST.get("policy", ""), salt=FORM_SALT, max_age=UPLOAD_FOR_S)
    except signing.BadSignature:
        return HttpResponse("AccessDenied", status=403, content_type="text/plain")
    file = request.FILES.get("file")
    if file is None or request.POST.get("key") != policy["key"]:
        return HttpResponse("AccessDenied", status=403, content_type="text/plain")
    if file.size != policy["size"]:
        return HttpResponse(
            "EntityTooLarge" if (file.size or 0) > policy["size"] else "EntityTooSmall", status=400, content_type="text/plain"
        )
    kept.write(policy["key"], file)
    return HttpResponse(status=204)


def _preflight(method: str) -> HttpResponse:
    headers = {"Access-Control-Allow-Methods": method, "Access-Control-Allow-Headers": "Range, If-Range", "Access-Control-Max-Age": "600"}
    return HttpResponse(status=204, headers=headers)
