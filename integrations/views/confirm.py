"""Where the link leads that asks somebody whether they want to receive conversations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.errors import NotFound
from integrations.actions.confirm_integration import asked, confirm_integration


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Every link that does not work (any more) is the same 404. Opening one changes nothing: mail scanners open all links."""
    try:
        if request.method == "POST":
            confirm_integration(token)
        with asked(token) as integration:
            words = {
                "project": integration.project.name,
                "who": integration.created_by,
                "address": integration.settings.get("address", ""),
                "agreed": integration.confirmed_at is not None,
            }
            return render(request, "integrations/confirm.html", words)
    except NotFound:
        return render(request, "integrations/confirm_gone.html", status=404)
