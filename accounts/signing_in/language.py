"""The language that a person chose for their panel, wherever they sign in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.models import User

Handler = Callable[[HttpRequest], HttpResponse]


def speak_as_chosen(handler: Handler) -> Handler:
    """Speak it from here on. An address's own `lang` comes first; visitors' doors below /w/ know nobody who signed in."""

    def handle(request: HttpRequest) -> HttpResponse:
        signed_in = not request.path.startswith("/w/") and settings.SESSION_COOKIE_NAME in request.COOKIES
        if signed_in and "lang" not in request.GET and isinstance(request.user, User):
            _speak(request, request.user.language)
        return handler(request)

    return handle


def _speak(request: HttpRequest, language: str) -> None:
    if language in settings.OPERATORS_LANGUAGES:
        translation.activate(language)
        request.LANGUAGE_CODE = language
