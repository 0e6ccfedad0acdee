"""Plan and billing: what is owed, what is used, the way to pay, and every invoice as page and PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.billing.access import invoice_for
from accounts.billing.actions.change_to_free import change_to_free
from accounts.billing.actions.edit_details import edit_details
from accounts.billing.actions.issue_invoice import price_now
from accounts.billing.actions.prepare_payment import order_of, prepare_payment
from accounts.billing.fingerprints import renew
from accounts.billing.forms import DetailsForm
from accounts.billing.gateway import Unreachable, gateway
from accounts.billing.models import Charge, Invoice, InvoiceLine
from accounts.billing.pdf import invoice_pdf
from accounts.billing.plans import PLANS, TEAM
from accounts.billing.queries import card_facts, newest_invoices, overview
from accounts.capabilities import Capability, may
from accounts.doors import AccountRequest, account_page, actor_here
from accounts.errors import NotFound, Refused
from accounts.tenancy import account

HERE = "panel_billing"
# A form that is sent to us may lead on to the payment company's page, and nowhere else.
leads_to_company = csp_update({"form-action": [settings.PAYMENT_PAGE]})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@leads_to_company
@account_page(Capability.MANAGE_BILLING)
def billing(request: AccountRequest) -> HttpResponse:
    """The page; a POST says who the invoices are made out to."""
    seen = overview()
    form = DetailsForm(request.POST) if request.method == "POST" else DetailsForm.of(seen.subscription)
    if request.method == "POST" and form.is_valid():
        edit_details(request.actor, **form.cleaned_data)
        return redirect(f"{request.path}?saved")
    paying = Charge.objects.filter(key=_uuid_of(request.GET.get("paying", ""))).first()
    card, facts = card_facts()
    if card is not None and facts is not None:
        renew(card, facts.fingerprint)
    renews = seen.standing.plan if seen.standing.plan.price else TEAM
    words: dict[str, Any] = {
        "form": form,
        "seen": seen,
        "plans": PLANS.values(),
        "renews": renews,
        "price": price_now(seen.subscription, renews),
        "invoices": newest_invoices(everything="all" in request.GET),
        "card": card,
        "facts": facts,
        "paying": paying,
        "saved": "saved" in request.GET,
        "refused": request.GET.get("refused"),
    }
    return render(request, "panel/settings/billing.html", words)


def _uuid_of(raw: str) -> UUID:
    try:
        return UUID(raw)
    except ValueError:
        return UUID(int=0)  # nobody's


@require_POST
@never_cache
@login_required
def pay(request: HttpRequest) -> HttpResponse:
    """To the payment company's page. Not inside `account_page`: no transaction may wait for another company."""
    try:
        actor = actor_here(request)
    except NotFound:
        raise Http404 from None
    if not may(actor, Capability.MANAGE_BILLING):
        raise PermissionDenied
    try:
        with account(actor.account_id):
            charge = prepare_payment(actor, request.POST.get("plan", ""))
            order = order_of(charge, Invoice.objects.get(pk=charge.invoice_id))
        if charge.state == "paid":
            return redirect(HERE)
        return redirect(gateway().page_for(order))
    except Unreachable:
        return redirect("/panel/settings/billing/?refused=company")
    except Refused as refused:
        return redirect(f"/panel/settings/billing/?refused={refused.code}")


@require_POST
@never_cache
@account_page(Capability.MANAGE_BILLING)
def to_free(request: AccountRequest) -> HttpResponse:
    """Change to Free."""
    change_to_free(request.actor)
    return redirect(HERE)


@require_safe
@never_cache
@account_page(Capability.MANAGE_BILLING)
def invoice(request: AccountRequest, invoice: UUID) -> HttpResponse:
    """One invoice, to read and to print."""
    return render(request, "panel/settings/invoice.html", _invoice(invoice))


@require_safe
@never_cache
@account_page(Capability.MANAGE_BILLING)
def pdf(request: AccountRequest, invoice: UUID) -> HttpResponse:
    """The same as a file to keep."""
    found = _invoice(invoice)
    answer = HttpResponse(invoice_pdf(found["invoice"], found["lines"]), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="parley-{found["invoice"].number}.pdf"'
    return answer


def _invoice(public_id: UUID) -> dict[str, Any]:
    try:
        found = invoice_for(public_id)
    except NotFound:
        raise Http404 from None
    return {"invoice": found, "lines": list(InvoiceLine.objects.filter(invoice=found).order_by("position"))}
