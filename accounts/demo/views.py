"""The demo's mailbox: everything Parley would have mailed, newest first."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.demo.answering import answer
from accounts.demo.door import embedded_only
from accounts.demo.mailbox import mail_of, newest_mails


@require_safe
@never_cache
@embedded_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """The list."""
    return render(request, "demo/mailbox.html", {"mails": newest_mails()})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@embedded_only
def mail(request: HttpRequest, mail_id: str) -> HttpResponse:
    """One mail with its links to press. One that can be answered has a box for it: the answer goes out by SMTP."""
    found = mail_of(mail_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        said = answer(found, request.POST.get("text", ""))
        return redirect(f"{request.path}?{'answered' if said else 'not-answered'}")
    return render(
        request, "demo/mail.html", {"mail": found, "answered": "answered" in request.GET, "failed": "not-answered" in request.GET}
    )
