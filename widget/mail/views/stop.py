"""Where the unsubscribe link leads. Mail programs post here by themselves when somebody presses *Unsubscribe* (RFC 8058)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.errors import NotFound
from widget.mail.access import stopping
from widget.mail.actions.stop_letters import start_letters, stop_letters
from widget.mail.models import Stop


@csrf_exempt  # a mail program has no cookie of ours: the link itself is all the right there is
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: scanners open all links. Every link that does not work is the same 404."""
    try:
        if request.method == "POST":
            (start_letters if request.POST.get("again") else stop_letters)(token)
        with stopping(token) as (project, address_hash):
            stopped = Stop.objects.filter(address_hash=address_hash).exists()
            return render(request, "widget/mail_stop.html", {"project": project.name, "stopped": stopped})
    except NotFound:
        return render(request, "widget/mail_gone.html", status=404)
