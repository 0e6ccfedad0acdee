"""What a provider says of itself: its addresses and its keys, asked through the guarded door and kept for a while."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import SignInProvider
from integrations import outbound

KEPT_S = 600
AGAIN_AFTER_S = 30  # how often a key that we do not know makes us ask for them anew
PURPOSE = "single_sign_on"

logger = logging.getLogger(__name__)


class ProviderTrouble(Refused):
    """The provider is away, or does not do what OpenID Connect asks for. `detail` is for its owner."""

    code, status, default = "provider_trouble", 502, "The sign-in provider did not answer as it should."


@dataclass(frozen=True)
class Addresses:
    """The parts of a provider that we use."""

    authorization: str
    token: str
    keys: str
    by_post: bool  # where the secret goes: into the form, or the header
    names_itself: bool  # its callbacks carry `iss` (RFC 9207)


def addresses_of(issuer: str) -> Addresses:
    """Ask the issuer itself. Raises ProviderTrouble, OutboundRefused."""
    said = _json("GET", issuer.rstrip("/") + "/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise ProviderTrouble(_("It says that its issuer is “%s”: write it exactly so.") % str(said.get("issuer"))[:200])
    found = [said.get(f"{name}_endpoint") for name in ("authorization", "token")] + [said.get("jwks_uri")]
    for url in found:
        if not isinstance(url, str):
            raise ProviderTrouble(_("It does not say where one signs in, or where its keys are."))
        outbound.check(url)
    if "code" not in _list(said, "response_types_supported", ["code"]) or "S256" not in _list(
        said, "code_challenge_methods_supported", ["S256"]
    ):
        raise ProviderTrouble(_("It does not offer the authorization code flow with PKCE (S256)."))
    ways = _list(said, "token_endpoint_auth_methods_supported", ["client_secret_basic"])
    by_post = "client_secret_basic" not in ways and "client_secret_post" in ways
    names_itself = said.get("authorization_response_iss_parameter_supported") is True
    return Addresses(str(found[0]), str(found[1]), str(found[2]), by_post, names_itself)


def kept_addresses(provider: SignInProvider) -> Addresses:
    """The same for a connection, asked at most every ten minutes."""
    name = f"sso:{provider.public_id}:addresses"
    kept = cache.get(name)
    if isinstance(kept, list) and len(kept) == 5:
        return Addresses(*kept)
    found = addresses_of(provider.issuer)
    cache.set(name, [found.authorization, found.token, found.keys, found.by_post, found.names_itself], KEPT_S)
    return found


def keys_at(url: str) -> list[dict[str, Any]]:
    """The provider's public keys. Raises ProviderTrouble, OutboundRefused."""
    keys = _json("GET", url).get("keys")
    if not isinstance(keys, list) or not keys or not all(isinstance(key, dict) for key in keys):
        raise ProviderTrouble(_("There are no keys where it says that they are."))
    return keys


def kept_keys(provider: SignInProvider, *, missing: bool = False) -> list[dict[str, Any]]:
    """The same for a connection; with `missing` (a new key may have come) asked anew, but not all the time."""
    name = f"sso:{provider.public_id}:keys"
    kept = cache.get(name)
    if isinstance(kept, list) and not (missing and cache.add(f"{name}:again", 1, AGAIN_AFTER_S)):
        return kept
    keys = keys_at(kept_addresses(provider).keys)
    cache.set(name, keys, KEPT_S)
    return keys


def forget(provider: SignInProvider) -> None:
    """What was kept of a connection that has changed."""
    cache.delete_many([f"sso:{provider.public_id}:{name}" for name in ("addresses", "keys")])


def ask(method: str, url: str, **more: Any) -> outbound.Answer:
    """One request to a provider. Raises ProviderTrouble, OutboundRefused."""
    try:
        return outbound.fetch(method, url, purpose=PURPOSE, **more)
    except outbound.OutboundFailed as failed:
        raise ProviderTrouble(failed.detail) from None


def _json(method: str, url: str) -> dict[str, Any]:
    answer = ask(method, url, headers={"Accept": "application/json"})
    if not answer.ok:
        raise ProviderTrouble(_("It answered %(status)s at %(url)s.") % {"status": answer.status, "url": url[:200]})
    return json_of(answer)


def json_of(answer: outbound.Answer) -> dict[str, Any]:
    """The object that an answer is. Raises ProviderTrouble."""
    try:
        said = answer.json()
    except outbound.OutboundFailed as failed:
        raise ProviderTrouble(failed.detail) from None
    if not isinstance(said, dict):
        raise ProviderTrouble()
    return said


def _list(said: dict[str, Any], name: str, default: list[str]) -> list[Any]:
    found = said.get(name, default)
    return found if isinstance(found, list) else []
