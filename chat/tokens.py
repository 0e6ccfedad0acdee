"""The visitor's token: `v1.<visitor>.<secret>.<mac>`, minted at hello, checked without any row.

mac = HMAC-SHA256(server key, project, visitor, secret). Once the visitor has a row, the secret's hash there must match too,
so that a token can be revoked by changing the row.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass

from django.conf import settings

from accounts.errors import SignInAgain
from accounts.models import Project


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
    visitor, secret = uuid.uuid4(), secrets.token_urlsafe(24)
    token = f"v1.{visitor.hex}.{secret}.{_mac(settings.SECRET_KEY, project, visitor.hex, secret)}"
    return VisitorToken(visitor, hashlib.sha256(secret.encode()).digest(), token)


def read_token(project: Project, token: object) -> VisitorToken:
    """Who holds this token. Raises SignInAgain for one that is garbled, made up, or another project's."""
    parts = token.split(".") if isinstance(token, str) and len(token) < 300 else []
    if len(parts) != 4 or parts[0] != "v1" or not token or not str(token).isascii():
        raise SignInAgain("This visitor token is not valid.")
    _, visitor, secret, mac = parts
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(_mac(key, project, visitor, secret), mac) for key in keys):
        raise SignInAgain("This visitor token is not valid.")
    return VisitorToken(uuid.UUID(visitor), hashlib.sha256(secret.encode()).digest(), str(token))
