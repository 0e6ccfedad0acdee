"""What a partner sees: what they earned, their link, their statements. And the way in."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import NotFound, Refused
from accounts.models import User
from integrations.partners import queries
from integrations.partners.access import partner_id_of_user, partner_of_code, statement_for
from integrations.partners.actions.apply import apply, newest_plan
from integrations.partners.cookie import remember
from integrations.partners.door import PartnerRequest, partner_page, waiting_too
from integrations.partners.forms import ApplicationForm
from integrations.partners.models import Look, Statement
from integrations.partners.papers import csv_of, statement_pdf, sums_of
from integrations.partners.profile import read_printed


@require_safe
@never_cache
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """A partner's link: on to the front page, with a cookie. One that is worth nothing leads there too, without."""
    answer = redirect("landing")
    partner = partner_of_code(code)
    if partner is not None:
        remember(request, answer, partner.code, days=partner.plan.window_days)
    return answer


@require_safe
@never_cache
def sign_in(_request: HttpRequest) -> HttpResponse:
    """The same sign-in as everybody's: password, passkey, second step. It leads back here."""
    return redirect(f"{settings.PARLEY_URL}/accounts/login/?next=/partners/")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def application(request: HttpRequest) -> HttpResponse:
    """The terms, for everybody; the form, for whoever is signed in and is nobody's member."""
    if not isinstance(request.user, User):
        return render(request, "partners/apply.html", {"plan": newest_plan()})
    if partner_id_of_user(request.user.pk) is not None:
        return redirect("partner_home")
    form, refused = ApplicationForm(request.POST or None, initial={"name": request.user.name}), ""
    if request.method == "POST" and form.is_valid():
        try:
            apply(request.user, **form.cleaned_data)
            return redirect("partner_home")
        except Refused as no:
            refused = no.detail
    return render(request, "partners/apply.html", {"plan": newest_plan(), "form": form, "refused": refused}, status=409 if refused else 200)


@require_safe
@never_cache
@partner_page
def home(request: PartnerRequest) -> HttpResponse:
    """Accounts and ledger."""
    partner, row = request.partner, queries.tax_row()
    accounts = queries.referred(partner)
    words = {
        "partner": partner,
        "plan": partner.plan,
        "link": _link(partner.code),
        "purses": queries.purses(partner.pk),
        "accounts": accounts,
        "paying": sum(one.paying for one in accounts),
        "lines": queries.ledger(queries.names_of_accounts())[: queries.ENTRIES_SHOWN],
        "statements": list(Statement.objects.order_by("-number")[:12]),
        "undeclared": row is None or row.declared_at is None,
        "page": "home",
    }
    return render(request, "partners/home.html", words)


@require_safe
@never_cache
@partner_page
def links(request: PartnerRequest) -> HttpResponse:
    """The link, and what following it does."""
    words = {"partner": request.partner, "plan": request.partner.plan, "link": _link(request.partner.code), "page": "links"}
    return render(request, "partners/links.html", {**words, "cookie": settings.REFERRAL_COOKIE_NAME})


def _link(code: str) -> str:
    return f"{settings.PARLEY_URL}/r/{code}"


@require_safe
@never_cache
@partner_page
def ledger_csv(request: PartnerRequest) -> HttpResponse:
    """All of the ledger, newest first."""
    lines = queries.ledger(queries.names_of_accounts())
    return _file(csv_of(lines, request.partner.plan.currency), f"ledger-{timezone.now():%Y-%m-%d}.csv")


@require_safe
@never_cache
@waiting_too
def statement(request: PartnerRequest, statement: UUID) -> HttpResponse:
    """One statement, to read and to print."""
    found = _statement(statement)
    words = {
        "statement": found,
        "lines": queries.statement_lines(found),
        "sums": sums_of(found),
        "partner": request.partner,
        "page": "home",
    }
    return render(request, "partners/statement.html", words)


@require_safe
@never_cache
@waiting_too
def statement_paper(request: PartnerRequest, statement: UUID) -> HttpResponse:
    """The same as PDF, with whom it was made out to on the day it was issued."""
    found = _statement(statement)
    (profile,) = read_printed(request.partner, [found], who=request.user.get_full_name(), purpose=Look.Purpose.STATEMENT)
    answer = HttpResponse(statement_pdf(found, request.partner, profile, queries.statement_lines(found)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.label}.pdf"'
    return answer


@require_safe
@never_cache
@waiting_too
def statement_csv(request: PartnerRequest, statement: UUID) -> HttpResponse:
    """The same as CSV."""
    found = _statement(statement)
    return _file(csv_of(queries.statement_lines(found), found.currency), f"{found.label}.csv")


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _statement(public_id: UUID) -> Statement:
    try:
        return statement_for(public_id)
    except NotFound:
        raise Http404 from None
