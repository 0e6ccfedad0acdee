"""The authorization code flow with PKCE: out to the provider, and back with a code, once, in the same browser."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import asdict, dataclass
from hmac import compare_digest
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.actions.connect_sign_in_provider import secret_of
from accounts.models import SignInProvider
from accounts.sign_in_terms import Person
from integrations.single_sign_on.discovery import Addresses, ask, json_of, kept_addresses
from integrations.single_sign_on.id_token import NotBelieved, person_of

WAITING = "single_sign_on"  # in the session: the one flow that is under way in this browser
NEXT = "sso_next"  # in the session: where somebody goes on who is asked who they are
LASTS_S = 600


@dataclass(frozen=True)
class Flow:
    """What we must find again when the provider sends somebody back. `moving`: the user who goes on by the
    provider from now on. `again`: somebody who is signed in shows that it is still them."""

    provider: str
    state: str
    nonce: str
    verifier: str
    at: float
    invitation: str = ""
    moving: int = 0
    again: bool = False
    next: str = ""


def redirect_uri(provider: SignInProvider) -> str:
    """Where this connection's answers come, and no other's: a mixed-up one comes to the wrong door (RFC 9700)."""
    return settings.PARLEY_URL + reverse("single_sign_on_callback", args=[provider.public_id])


def begin(request: HttpRequest, provider: SignInProvider, *, invitation: str = "", moving: int = 0, again: bool = False) -> str:
    """Remember a new flow in this browser, in place of any other; the address to go to. Raises ProviderTrouble, OutboundRefused."""
    addresses = kept_addresses(provider)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    flow = Flow(str(provider.public_id), state, nonce, verifier, at=time.time(), invitation=invitation, moving=moving, again=again)
    request.session[WAITING] = asdict(flow) | {"next": request.session.pop(NEXT, "")}
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri(provider),
        "scope": "openid email profile",
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(flow.verifier.encode()).digest()).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if again:
        asked |= {"prompt": "login", "max_age": "0"}
    joint = "&" if "?" in addresses.authorization else "?"
    return addresses.authorization + joint + urlencode(asked)


def finish(request: HttpRequest, provider: SignInProvider) -> tuple[Flow, Person]:
    """Who came back. The flow ends here, however it ends: a second answer finds none. Raises NotBelieved, ProviderTrouble."""
    kept: dict[str, Any] | None = request.session.pop(WAITING, None)
    if not kept:
        raise NotBelieved("no flow")
    flow = Flow(**kept)
    if flow.provider != str(provider.public_id) or not compare_digest(flow.state.encode(), request.GET.get("state", "").encode()):
        raise NotBelieved("state")
    if time.time() - flow.at > LASTS_S:
        raise NotBelieved("late")
    addresses = kept_addresses(provider)
    issuer = request.GET.get("iss")
    if issuer != provider.issuer and (issuer is not None or addresses.names_itself):
        raise NotBelieved("iss")
    code = request.GET.get("code", "")
    if request.GET.get("error") or not code:
        raise NotBelieved("error")
    token = _token(provider, addresses, code, flow.verifier)
    return flow, person_of(token, provider, nonce=flow.nonce, since=flow.at if flow.again else None)


def _token(provider: SignInProvider, addresses: Addresses, code: str, verifier: str) -> str:
    """Exchange the code for an ID token. Raises NotBelieved when the provider refuses it, ProviderTrouble."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri(provider), "code_verifier": verifier}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    secret = secret_of(provider)
    if addresses.by_post:
        form |= {"client_id": provider.client_id, "client_secret": secret}
    else:
        both = f"{quote_plus(provider.client_id)}:{quote_plus(secret)}"
        headers["Authorization"] = f"Basic {base64.b64encode(both.encode()).decode()}"
    answer = ask("POST", addresses.token, headers=headers, body=urlencode(form).encode())
    if not answer.ok:
        raise NotBelieved(f"token endpoint {answer.status}")
    token = json_of(answer).get("id_token")
    if not isinstance(token, str):
        raise NotBelieved("no id_token")
    return token
