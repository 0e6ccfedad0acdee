"""The visitor's token: `v1.<visitor>.<secret>.<mac>`, minted at hello, checked without any row.

mac = HMAC-SHA256(server key, project, visitor, secret). Once the visitor has a row, the secret's hash there must match too,
so that a token can be revoked by changing the row. A token under a former key is read as the same one under the present key, and one
whose key is gone is still good when the visitor's row knows its secret: no rotation makes anybody a stranger.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from accounts.errors import SignInAgain
from accounts.models import Project

_HEX = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class VisitorToken:
    """A visitor's public id and the hash of their secret."""

    visitor: uuid.UUID
    secret_hash: bytes
    token: str


def _mac(server_key: str, project: Project, visitor: str, secret: str) -> str:
    derived = hashlib.sha256(b"parley.visitor-token\x00" + server_key.encode()).digest()
    body = f"{project.public_id}\n{visitor}\n{secret}".encode()
    return base64.urlsafe_b64encode(hmac.digest(derived, body, "sha256")).rstrip(b"=").decode()


def mint_token(project: Project) -> VisitorToken:
    """A new visitor of `project`, who has no row yet."""
    return _token(project, uuid.uuid4(), secrets.token_urlsafe(24))


def token_for(project: Project, visitor: uuid.UUID) -> VisitorToken:
    """Another token of a visitor whom we know: whoever gives it away puts its hash into the row."""
    return _token(project, visitor, secrets.token_urlsafe(24))


def _token(project: Project, visitor: uuid.UUID, secret: str) -> VisitorToken:
    """The token of a visitor's secret, under the present key."""
    mac = _mac(settings.SECRET_KEY, project, visitor.hex, secret)
    return VisitorToken(visitor, hashlib.sha256(secret.encode()).digest(), f"v1.{visitor.hex}.{secret}.{mac}")


def _nobody(token: VisitorToken) -> bool:
    return False


def read_token(project: Project, token: object, *, is_known: Callable[[VisitorToken], bool] = _nobody) -> VisitorToken:
    """Who holds this token. Raises SignInAgain for one that is garbled, made up, or another project's.

    `is_known` is asked about a token that none of our keys has made: whether the visitor's row has its secret.
    """
    parts = token.split(".") if isinstance(token, str) and len(token) < 300 else []
    if len(parts) != 4 or parts[0] != "v1" or not str(token).isascii():
        raise SignInAgain("This visitor token is not valid.")
    _, visitor, secret, mac = parts
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    ours = any(hmac.compare_digest(_mac(key, project, visitor, secret), mac) for key in keys)
    if not ours and not _HEX.fullmatch(visitor):
        raise SignInAgain("This visitor token is not valid.")
    found = _token(project, uuid.UUID(visitor), secret)
    if not ours and not is_known(found):
        raise SignInAgain("This visitor token is not valid.")
    return found
