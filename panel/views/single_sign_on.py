"""An account's own way to sign in: connect it, check it, ask everybody to use it, remove it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.connect_sign_in_provider import connect_sign_in_provider
from accounts.actions.remove_sign_in_provider import remove_sign_in_provider
from accounts.actions.require_single_sign_on import require_single_sign_on
from accounts.capabilities import Capability
from accounts.doors import AccountRequest, account_page
from accounts.errors import Conflict, Invalid
from accounts.models import SignInIdentity, SignInProvider
from accounts.recent import require_recent
from integrations.single_sign_on.checking import Step, check_connection
from integrations.single_sign_on.discovery import forget
from integrations.single_sign_on.flow import redirect_uri
from panel.sign_in_form import SignInForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_page(Capability.MANAGE_SIGN_IN)
def single_sign_on(request: AccountRequest) -> HttpResponse:
    """The page, and its form."""
    if request.method != "POST":
        return _page(request, SignInForm.of(_here()))
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    require_recent(request)
    try:
        with transaction.atomic():
            provider = connect_sign_in_provider(request.actor, request.account, terms=form.terms(), secret=form.cleaned_data["secret"])
    except Invalid as refusal:
        for name, sentence in refusal.fields.items():
            form.add_error(name, sentence)
        return _page(request, form)
    except Conflict as refusal:
        form.add_error("issuer", refusal.detail)
        return _page(request, form)
    forget(provider)
    return redirect(reverse("panel_single_sign_on") + "?saved")


@require_POST
@never_cache
@account_page(Capability.MANAGE_SIGN_IN)
def check(request: AccountRequest) -> HttpResponse:
    """Ask the provider, and say what was found."""
    provider = _found()
    return _page(request, SignInForm.of(provider), steps=check_connection(provider))


@require_POST
@account_page(Capability.MANAGE_SIGN_IN)
def require_it(request: AccountRequest) -> HttpResponse:
    """The switch: everybody but owners comes in by the provider, or not."""
    require_recent(request)
    _found()
    require_single_sign_on(request.actor, request.account, required="required" in request.POST)
    return redirect("panel_single_sign_on")


@require_POST
@account_page(Capability.MANAGE_SIGN_IN)
def remove(request: AccountRequest) -> HttpResponse:
    """Remove the connection, and everybody who came in by it."""
    provider = _found()
    require_recent(request)
    with transaction.atomic():
        remove_sign_in_provider(request.actor, request.account, provider)
    return redirect("panel_single_sign_on")


def _here() -> SignInProvider | None:
    found: SignInProvider | None = SignInProvider.objects.first()
    return found


def _found() -> SignInProvider:
    provider = _here()
    if provider is None:
        raise Http404
    return provider


def _page(request: AccountRequest, form: SignInForm, *, steps: Sequence[Step] = ()) -> HttpResponse:
    provider = _here()
    words: dict[str, Any] = {
        "form": form,
        "provider": provider,
        "account": request.account,
        "steps": steps,
        "saved": "saved" in request.GET,
        "people": SignInIdentity.objects.filter(member__active=True).count(),
    }
    if provider is not None:
        words["address"] = settings.PARLEY_URL + reverse("single_sign_on", args=[provider.public_id])
        words["redirect_uri"] = redirect_uri(provider)
    return render(request, "panel/settings/single_sign_on.html", words)
