"""What every request passes: whose forwarded headers are believed, and the request's id."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from accounts.cards import mask_cards
from accounts.tracing import client_address, new_id, request_id
from config.measures import measure_http

logger = logging.getLogger("parley.http")

Handler = Callable[[HttpRequest], HttpResponse]
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_FORWARDED")
# Whose languages are the visitors', and whose answers no cache keeps once for each language of a browser.
VISITORS = ("/w/", "/help/")
_GIVEN_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


def trust_proxies(handler: Handler) -> Handler:
    """Believe X-Forwarded-For and -Proto only from the proxies of the settings; from anybody else they are removed.

    Spelled with an underscore a header would arrive under the same name, so the ASGI server must drop those; Django's ASGI
    handler does, by refusing names with an underscore.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        if peer in settings.TRUSTED_PROXIES:
            client = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
            request.META["REMOTE_ADDR"] = client or peer
            request.META.pop("HTTP_X_FORWARDED_HOST", None)
        else:
            # A list: every one of them has to go. Who came through a proxy that we do not know is not a neighbour.
            forwarded = [request.META.pop(name, None) for name in FORWARDED]
            request.META["parley.unknown_proxy"] = any(value is not None for value in forwarded)
        return handler(request)

    return handle


def request_ids(handler: Handler) -> Handler:
    """Give each request an id, or take the browser's; say it in the answer, and log one line."""

    def handle(request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        own = given if _GIVEN_ID.match(given) and mask_cards(given) == given else new_id(16)
        token, address = request_id.set(own), client_address.set(request.META.get("REMOTE_ADDR", ""))
        started = time.monotonic()
        try:
            response = handler(request)
            response["X-Request-ID"] = own
            if not request.path.startswith((settings.STATIC_URL, "/healthz", "/readyz", "/metrics")):
                _log(request, response, started)
            return response
        finally:
            request_id.reset(token)
            client_address.reset(address)

    return handle


def _log(request: HttpRequest, response: HttpResponse, started: float) -> None:
    took_s = time.monotonic() - started
    measure_http(str(request.method), request.path, response.status_code, took_s)
    level = logging.WARNING if response.status_code >= 500 else logging.INFO
    # The path only: a query may hold what somebody searched for.
    logger.log(level, "%s %s", request.method, request.path, extra={"status": response.status_code, "ms": round(took_s * 1000)})


class LanguageOfPeople(LocaleMiddleware):
    """The language of each request: of an address's `lang`, else of the browser, among those that its readers are spoken to in.

    Without Django's `Vary` on what is the same for everybody: caches would keep a copy each.
    """

    def process_request(self, request: HttpRequest) -> None:
        of_visitors = request.path.startswith(VISITORS)
        translation.activate(_negotiated(request, settings.VISITORS_LANGUAGES if of_visitors else settings.OPERATORS_LANGUAGES))
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if request.path.startswith(VISITORS) else super().process_response(request, response)


def _negotiated(request: HttpRequest, spoken: list[str]) -> str:
    """The first language asked for that is spoken, exactly or in another country's form."""
    accepted = [tag for tag, _ in parse_accept_lang_header(request.headers.get("accept-language", "").lower())]
    for tag in (request.GET.get("lang", "").lower(), *accepted):
        for found in (tag, tag.partition("-")[0]):
            if found in spoken:
                return found
    return settings.LANGUAGE_CODE
