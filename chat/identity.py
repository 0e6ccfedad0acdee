"""Who a customer's server says its visitor is: the two ways to sign it, and what each is refused for.

`signature` is hex(HMAC-SHA256(secret, "v1\\n" + id + "\\n" + email + "\\n" + expires)): it vouches for the id and the email, and
for nothing beside them. `jwt` (HS256, with `kid` and `exp`) vouches for everything inside it, and nothing beside it counts.
"""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from django.utils import timezone

from accounts.errors import Forbidden
from accounts.models import Project
from chat import signing_keys
from chat.models import IdentityKey
from chat.text import clean_line

AHEAD_S = 3600  # no signature is good for longer, however long it says
SKEW_S = 60  # of the clock of the customer's server
MAX_ID, MAX_EMAIL, MAX_JWT = 200, 254, 4096
USED_EVERY_S = 60  # "last used" is this exact: not a write for each visitor

WRONG = "The signature does not fit this id, email and expires, or its key has been replaced."
EXPIRED = "The signature has expired: sign again, for at most an hour ahead."
TOO_LONG = "expires is more than an hour ahead."
NO_KEY = "This project has no key that signs visitors yet."


@dataclass(frozen=True)
class Claim:
    """A visitor for whom the customer's server has vouched. `rest` are the fields beside id and email."""

    id: str
    email: str
    rest: dict[str, Any] = field(default_factory=dict)


def is_signed(said: dict[str, Any]) -> bool:
    """Whether somebody means to prove it; whether they do is another question."""
    return said.get("signature") is not None or said.get("jwt") is not None


def claim_of(project: Project, said: dict[str, Any]) -> Claim:
    """What the signature in an `identify` vouches for, inside the tenant. Raises Forbidden with the reason."""
    keys = signing_keys.keys_of_project()
    if not keys:
        raise Forbidden(NO_KEY)
    return _by_jwt(project, keys, said["jwt"]) if said.get("jwt") is not None else _by_signature(project, keys, said)


def _by_signature(project: Project, keys: list[IdentityKey], said: dict[str, Any]) -> Claim:
    claim = _claim(said.get("id"), said.get("email"), said)
    expires, signature = said.get("expires"), said.get("signature")
    if isinstance(expires, bool) or not isinstance(expires, int) or not isinstance(signature, str):
        raise Forbidden("expires is in whole seconds since 1970, signature in hex.")
    text = f"v1\n{claim.id}\n{claim.email}\n{expires}".encode()
    for key in keys:
        right = hmac.new(signing_keys.secret_of(project, key).encode(), text, "sha256").hexdigest()
        if hmac.compare_digest(right.encode(), signature.lower().encode("utf-8", "replace")):
            _in_time(expires)
            _used(key)
            return claim
    raise Forbidden(WRONG)


def _by_jwt(project: Project, keys: list[IdentityKey], token: object) -> Claim:
    if not isinstance(token, str) or len(token) > MAX_JWT:
        raise Forbidden("This is no JWT, or one of more than 4096 characters.")
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        key = next((one for one in keys if one.kid == kid), None)
        if key is None:
            raise Forbidden("The JWT’s kid names no key of this project.")
        options: Any = {"require": ["exp", "sub"], "verify_aud": False, "verify_iat": False}
        said = jwt.decode(token, signing_keys.secret_of(project, key), algorithms=["HS256"], leeway=0, options=options)
    except jwt.ExpiredSignatureError:
        raise Forbidden(EXPIRED) from None
    except jwt.PyJWTError:
        raise Forbidden("The JWT is not one that this project’s keys made: HS256, with kid, sub and exp.") from None
    _in_time(int(said["exp"]))
    claim = _claim(said["sub"], said.get("email"), said)
    _used(key)
    return claim


def _in_time(expires: int) -> None:
    now = time.time()
    if expires <= now:
        raise Forbidden(EXPIRED)
    if expires > now + AHEAD_S + SKEW_S:
        raise Forbidden(TOO_LONG)


def _claim(id_: object, email: object, said: dict[str, Any]) -> Claim:
    """Exactly as it was signed: what would be stored otherwise is refused, for two ids must never become one."""
    if isinstance(id_, int) and not isinstance(id_, bool):
        id_ = str(id_)
    address = "" if email is None else email
    if not isinstance(id_, str) or not id_ or clean_line(id_, MAX_ID) != id_:
        raise Forbidden(f"id is a text of 1 to {MAX_ID} characters on one line.")
    if not isinstance(address, str) or clean_line(address, MAX_EMAIL) != address:
        raise Forbidden(f"email is a text of at most {MAX_EMAIL} characters on one line.")
    return Claim(id_, address, {name: said.get(name) for name in ("name", "phone", "data")})


def _used(key: IdentityKey) -> None:
    now = timezone.now()
    if key.used_at is None or (now - key.used_at).total_seconds() >= USED_EVERY_S:
        IdentityKey.objects.filter(pk=key.pk).update(used_at=now)
