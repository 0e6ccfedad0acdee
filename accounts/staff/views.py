"""The staff address: the way in, who the customers are and what they pay, and which grants are open."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.staff import passkeys, queries
from accounts.staff.person import StaffRequest, begin, end, person_here, staff_page


@require_safe
@never_cache
@staff_page
def home(request: StaffRequest) -> HttpResponse:
    """The open grants, and the customers by pages; `q` finds by a part of the name, or by the number of an invoice."""
    given, wanted = request.GET.get("after", ""), request.GET.get("q", "").replace("\0", "").strip()[:120]
    found = queries.accounts(wanted, int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else 0)
    page, more = found[: queries.ACCOUNTS_A_PAGE], len(found) > queries.ACCOUNTS_A_PAGE
    words = {"grants": queries.open_grants(), "accounts": page, "next": page[-1].id if more else None, "q": wanted}
    return render(request, "staff/home.html", {**words, "person": request.person})


@require_safe
@never_cache
@staff_page
def account(request: StaffRequest, account: UUID) -> HttpResponse:
    """What one customer has agreed to pay, and what they paid."""
    facts = queries.account(account)
    if facts is None:
        raise Http404
    words = {"account": facts, "invoices": queries.invoices(facts.id), "months": queries.months(facts.id), "now": datetime.now(UTC)}
    return render(request, "staff/account.html", {**words, "person": request.person})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Where staff come in: a passkey, and no other way."""
    refused = False
    if request.method == "POST":
        try:
            begin(request, request.POST.get("credential", ""))
            return redirect("staff_home")
        except passkeys.NotThem:
            refused = True
    elif person_here(request):
        return redirect("staff_home")
    words = {"js_data": passkeys.ask_to_sign_in(request.session), "refused": refused}
    return render(request, "staff/sign_in.html", words, status=403 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enrol(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of `manage.py staff enrol` leads: make a passkey. A link that does not work (any more) is not there."""
    person = passkeys.person_to_enrol(token)
    if person is None:
        raise Http404
    refused = False
    if request.method == "POST":
        try:
            name = " ".join(request.POST.get("name", "").replace("\0", "").split()) or _("Passkey")
            passkeys.enrol(request.session, token, request.POST.get("credential", ""), name)
            return redirect("staff_sign_in")
        except passkeys.NotThem:
            refused = True
    words = {"js_data": passkeys.ask_to_enrol(request.session, person), "refused": refused, "newcomer": person}
    return render(request, "staff/enrol.html", words, status=403 if refused else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    end(request)
    return redirect("staff_sign_in")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is not there, what no grant holds, and what one held until just now."""
    return render(request, "staff/not_found.html", status=404)
