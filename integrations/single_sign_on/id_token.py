"""Whether an ID token is what it says: signed by this provider's keys, for us, now, for this one sign-in."""

from __future__ import annotations

import time
from hmac import compare_digest
from typing import Any

import jwt

from accounts.errors import Refused
from accounts.models import SignInProvider
from accounts.sign_in_terms import Person
from integrations.single_sign_on.discovery import kept_keys

# Signatures with a key pair alone: never `none`, never one whose key the provider's public keys would be.
ALGORITHMS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}
LEEWAY_S = 60
AGE_AT_MOST_S = 600
TOKEN_AT_MOST = 32 * 1024
NEEDED = ("iss", "sub", "aud", "exp", "iat", "nonce")


class NotBelieved(Refused):
    """A token that proves nothing. The reason is for logs: whoever forged it is told no more than that."""

    code, status, default = "not_believed", 403, "The provider’s answer could not be believed. Begin again."


def person_of(token: str, provider: SignInProvider, *, nonce: str, since: float | None = None) -> Person:
    """Who the token says is there, and who has shown it `since` then. Raises NotBelieved, and what asking for keys raises."""
    claims = claims_of(token, provider)
    said = claims.get("nonce")
    if not isinstance(said, str) or not compare_digest(said.encode(), nonce.encode()):
        raise NotBelieved("nonce")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or "\x00" in subject:
        raise NotBelieved("sub")
    shown = claims.get("auth_time")
    if since is not None and not (isinstance(shown, int | float) and shown >= since - LEEWAY_S):
        raise NotBelieved("auth_time")
    methods = claims.get("amr")
    stepped = provider.second_step or (isinstance(methods, list) and "mfa" in methods)
    return Person(subject, name=_word(claims, "name", 120), email=_word(claims, "email", 254), second_step=stepped)


def claims_of(token: str, provider: SignInProvider) -> dict[str, Any]:
    """The claims, after signature, issuer, audience and times. Raises NotBelieved."""
    if len(token) > TOKEN_AT_MOST:
        raise NotBelieved("size")
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise NotBelieved("alg")
        key = _key(header, ALGORITHMS[algorithm], provider)
        claims: dict[str, Any] = jwt.decode(
            token,
            jwt.PyJWK(key, algorithm=algorithm).key,
            algorithms=[algorithm],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY_S,
            options={"require": list(NEEDED)},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise NotBelieved(type(error).__name__) from None
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise NotBelieved("azp")
    if claims["iat"] < time.time() - AGE_AT_MOST_S:
        raise NotBelieved("iat")
    return claims


def _key(header: dict[str, Any], kind: str, provider: SignInProvider) -> dict[str, Any]:
    """The one key that the token names; asked for anew when it is not among those we know: providers change them. Raises NotBelieved."""
    for missing in (False, True):
        fitting = [key for key in kept_keys(provider, missing=missing) if key.get("kty") == kind and key.get("use", "sig") == "sig"]
        named = [key for key in fitting if key.get("kid") == header["kid"]] if "kid" in header else fitting
        if len(named) == 1:
            return named[0]
    raise NotBelieved("kid")


def _word(claims: dict[str, Any], name: str, length: int) -> str:
    """Words about a person, as they may be stored: a provider may say anything."""
    said = claims.get(name)
    return "".join(char for char in said if char.isprintable())[:length] if isinstance(said, str) else ""
