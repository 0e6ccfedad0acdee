"""The doors of single sign-on: where one says which team, sets out, and comes back."""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import membership_in, sign_in_provider
from accounts.actions.come_in_by_provider import come_in_by_provider
from accounts.errors import NotFound, ReauthenticationNeeded, Refused
from accounts.models import Role, SignInProvider, User
from accounts.recent import require_recent
from accounts.signing_in.single_sign_on import begin_session
from integrations.outbound import OutboundRefused
from integrations.single_sign_on import flow
from integrations.single_sign_on.discovery import ProviderTrouble
from integrations.single_sign_on.id_token import NotBelieved

ADDRESS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def which(request: HttpRequest) -> HttpResponse:
    """Where somebody pastes their team's sign-in address. No list, no search: nothing here tells who is a customer."""
    found = ADDRESS.search(request.POST.get("address", "").lower())
    if found:
        return redirect("single_sign_on", provider=UUID(found[0]))
    return render(request, "account/single_sign_on_which.html", {"wrong": request.method == "POST"})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def start(request: HttpRequest, provider: UUID) -> HttpResponse:
    """Says whose provider this is. Only a press sets out: no page elsewhere can send somebody into an account that is not theirs."""
    try:
        held = sign_in_provider(provider)
        moving = _moving(request, held)
        if request.method != "POST":
            return _page(request, held, moving=moving)
        if moving:
            require_recent(request)
        where = flow.begin(
            request,
            held,
            invitation=request.POST.get("invitation", "")[:100],
            moving=moving.pk if moving else 0,
            again=getattr(request.user, "single_sign_on", False),
        )
    except NotFound:
        return render(request, "account/single_sign_on_gone.html", status=404)
    except ReauthenticationNeeded:
        raise  # allauth's middleware asks, and comes back
    except OutboundRefused:
        return _page(request, held, refused=_("The sign-in provider did not answer as it should."), status=502)
    except Refused as refused:
        return _page(request, held, refused=refused.detail, status=refused.status)
    # Not a redirect: `form-action` would have to name the provider on every page with this form.
    response = render(request, "account/single_sign_on_leaving.html", {"where": where, "host": urlsplit(where).hostname})
    response["Refresh"] = f"0; url={where}"
    return response


@require_safe
@never_cache
def callback(request: HttpRequest, provider: UUID) -> HttpResponse:
    """Back from the provider. What is wrong is said in our words: the provider's stay in the address."""
    try:
        held = sign_in_provider(provider)
        ended, person = flow.finish(request, held)
        user = come_in_by_provider(held, person, invitation=ended.invitation, moving=_still_there(request, ended))
    except NotFound:
        return render(request, "account/single_sign_on_gone.html", status=404)
    except (NotBelieved, ProviderTrouble, OutboundRefused) as trouble:
        logger.warning("single sign-on refused", extra={"provider": str(provider), "reason": str(trouble)})
        sentence = trouble.default if isinstance(trouble, Refused) else ProviderTrouble.default
        return _page(request, held, refused=_(sentence), status=getattr(trouble, "status", 502))
    except Refused as refused:
        return _page(request, held, refused=refused.detail, status=refused.status)
    begin_session(request, user, str(held.public_id))
    return redirect(_own(ended.next))


def _moving(request: HttpRequest, provider: SignInProvider) -> User | None:
    """The member who is signed in by password here, and would go on by the provider. Owners stay as they are."""
    user = request.user
    if not isinstance(user, User) or user.single_sign_on:
        return None
    member = membership_in(user, provider.account_id)
    return user if member is not None and member.role != Role.OWNER else None


def _still_there(request: HttpRequest, ended: flow.Flow) -> User | None:
    """Who set out to move, if it is still them in this browser. Raises NotBelieved."""
    if not ended.moving:
        return None
    if not isinstance(request.user, User) or request.user.pk != ended.moving:
        raise NotBelieved("another person")
    return request.user


def _own(page: str) -> str:
    """A path of our own (INP6), else the panel."""
    return page if page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None) else "/panel/"


def _page(
    request: HttpRequest, provider: SignInProvider, *, status: int = 200, refused: str = "", moving: User | None = None
) -> HttpResponse:
    words: dict[str, Any] = {
        "account": provider.account.name,
        "provider": provider,
        "host": urlsplit(provider.issuer).hostname,
        "refused": refused,
        "moving": moving,
    }
    return render(request, "account/single_sign_on.html", words, status=status)
