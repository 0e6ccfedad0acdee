"""The chat itself: the document of the iframe, and a page of its own when opened directly."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import project_by_key
from accounts.domains import ancestors_of
from accounts.models import Project
from widget.configuration import frame_configuration


def policy_of(project: Project) -> str:
    """The frame's Content-Security-Policy: only our own code, only on the project's allowed domains."""
    own = settings.WIDGET_URL
    ancestors = " ".join(dict.fromkeys(["'self'", settings.PARLEY_URL, *ancestors_of(project.allowed_domains)]))
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' data: {settings.FILES_URL}",
        "connect-src": " ".join(["'self'", own.replace("http", "ws", 1), *settings.FILES_PLACES]),
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": ancestors,
        # No string becomes markup or code, not even by a mistake of ours.
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


@require_safe
def frame(request: HttpRequest, key: str) -> HttpResponse:
    """`/w/<key>/`. Carries no secret: the visitor's token comes over the port, or from the frame's own storage."""
    project = project_by_key(key)
    if project is None:
        return HttpResponse(_("There is no chat here."), status=404, content_type="text/plain; charset=utf-8")
    # A window that the chat on a page has opened: what it takes over comes from there, so it must not be cut off.
    popped = "pop" in request.GET
    configuration = frame_configuration(project, asked=request.GET.get("lang", ""))
    # Browsers say whether they show it in a frame; one that does not gets the plain page.
    alone = not popped and request.headers.get("sec-fetch-dest") == "document"
    words = {"project": project, "configuration": configuration, "popped": popped, "alone": alone}
    response = render(request, "widget/frame.html", words)
    if popped:
        response["Cross-Origin-Opener-Policy"] = "unsafe-none"
    response["Content-Security-Policy"] = policy_of(project)
    response["Cross-Origin-Embedder-Policy"] = "require-corp"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    # frame-ancestors decides, domain by domain.
    response.xframe_options_exempt = True
    return response
