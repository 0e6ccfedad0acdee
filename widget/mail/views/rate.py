"""Where the link to a rating leads. It shows nothing of the conversation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.errors import BadFrame, NotFound
from widget.mail.access import rating
from widget.mail.actions.rate_by_link import rate_by_link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it rates nothing: scanners open all links. Every link that does not work (any more) is the same 404."""
    missing = False
    try:
        if request.method == "POST":
            try:
                rate_by_link(token, score=request.POST.get("score", ""), comment=request.POST.get("comment", ""))
                return redirect(f"{request.path}?thanks")
            except BadFrame:
                missing = True
        with rating(token) as (project, _):
            words = {"project": project.name, "thanks": "thanks" in request.GET, "missing": missing}
            return render(request, "widget/mail_rate.html", words, status=400 if missing else 200)
    except NotFound:
        return render(request, "widget/mail_gone.html", status=404)
