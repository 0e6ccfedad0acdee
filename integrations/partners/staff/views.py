"""Partners at the staff address: who wants to be one, and the commission check by two people."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import hash_of_key
from accounts.staff.person import KEY, StaffRequest, staff_page
from integrations.partners.staff import queries

STATES = ("approved", "refused", "blocked")
KINDS = ("approve", "pay")


@require_safe
@never_cache
@staff_page
def partners(request: StaffRequest) -> HttpResponse:
    """All of them, those who wait first."""
    return render(request, "staff/partners.html", {"partners": queries.partners(), "person": request.person})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_page
def partner(request: StaffRequest, partner: UUID) -> HttpResponse:
    """One partner: a POST decides, asks, agrees, refuses or holds back. What is allowed, Postgres decides."""
    found = _found(partner)
    if request.method == "POST":
        return redirect(f"{request.path}?{'done' if _do(request, found.id) else 'not'}")
    words = {"partner": found, "chains": queries.chains(found.id), "checks": queries.checks(found.id), "person": request.person}
    return render(request, "staff/partner.html", {**words, "done": "done" in request.GET, "not_done": "not" in request.GET})


@require_POST
@never_cache
@staff_page
def tax(request: StaffRequest, partner: UUID) -> HttpResponse:
    """The tax profile, for the purpose that was said: the partner sees who looked and what for."""
    found = _found(partner)
    profile = queries.profile(_key(request), found.id, request.POST.get("purpose", ""))
    return render(request, "staff/partner_tax.html", {"partner": found, "profile": profile, "person": request.person})


def _do(request: StaffRequest, partner_id: int) -> bool:
    said, key = request.POST, _key(request)
    if said.get("decide") in STATES:
        return queries.done("staff_partner_decide(%s, %s, %s)", key, partner_id, said["decide"])
    if said.get("ask") in KINDS:
        return queries.done("staff_check_ask(%s, %s, %s) IS NOT NULL", key, partner_id, said["ask"])
    for name in ("agree", "refuse"):
        if (number := _number(said.get(name, ""))) is not None:
            return queries.done("staff_check_answer(%s, %s, %s, %s)", key, partner_id, number, name == "agree")
    number = _number(said.get("hold", ""))
    return number is not None and queries.done("staff_hold(%s, %s, %s)", key, partner_id, number)


def _number(raw: str) -> int | None:
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 18 else None


def _key(request: StaffRequest) -> bytes:
    return hash_of_key(request.session.get(KEY, ""))


def _found(public_id: UUID) -> queries.PartnerFacts:
    found = queries.partner(public_id)
    if found is None:
        raise Http404
    return found
