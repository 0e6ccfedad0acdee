"""Partners' pages begin here: sign in, find the partner, open their scope, and only then run the view."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from accounts.models import User
from integrations.partners.access import partner_here, partner_id_of_user
from integrations.partners.models import Partner
from integrations.partners.scope import partner_scope

View = Callable[..., HttpResponseBase]


class PartnerRequest(HttpRequest):
    """A request behind `partner_page`: who asks, and which partner is open."""

    user: User
    partner: Partner


def partner_page(view: View) -> View:
    """A page of the partner whose sign-in this is; for everybody else it is not there.

    Whoever is not approved (yet, or any more) sees how it stands, and their own data through `waiting_too`.
    """
    return _page(view, approved=True)


def waiting_too(view: View) -> View:
    """A page that a partner in any state may open: it is about their own data."""
    return _page(view, approved=False)


def _page(view: View, *, approved: bool) -> View:
    @wraps(view)
    @login_required
    def door(request: Any, **rest: Any) -> HttpResponseBase:
        partner_id = partner_id_of_user(request.user.pk)
        if partner_id is None:
            if request.path == "/partners/":
                return redirect("partner_apply")
            raise Http404
        with partner_scope(partner_id):
            request.partner = partner_here(partner_id)
            if approved and not request.partner.earns:
                return render(request, "partners/waiting.html", {"partner": request.partner})
            return view(request, **rest)

    return door
