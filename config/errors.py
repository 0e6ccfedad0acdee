"""Pages that were not found: as JSON where programs ask, as a page where people do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

PROGRAMS = ("/api/", "/w/api/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 of an address that is not there, or not yours."""
    if request.path.startswith(PROGRAMS):
        error = {"code": "not_found", "detail": "There is nothing here, or it is not yours."}
        return JsonResponse({"error": error}, status=404)
    return defaults.page_not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """The 500 of an error that nobody caught. Never a stack trace."""
    if request.path.startswith(PROGRAMS):
        error = {"code": "internal", "detail": "Something broke on our side. The answer's X-Request-ID finds it in our log."}
        return JsonResponse({"error": error}, status=500)
    return defaults.server_error(request)
