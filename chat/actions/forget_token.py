"""The page's visitor signed out: the token of this device opens nothing any more."""

from __future__ import annotations

import os

from accounts.actions.revoke import revoke
from chat.models import Visitor
from chat.tokens import VisitorToken


def forget_token(visitor: Visitor, token: VisitorToken) -> None:
    """Take one device from a visitor; their others stay. Sockets that lean on this token end within a second."""
    ours = token.secret_hash.hex()
    visitor.devices = [one for one in visitor.devices if one != ours]
    if bytes(visitor.token_hash) == token.secret_hash:
        visitor.token_hash = os.urandom(32)
    visitor.save(update_fields=["devices", "token_hash"])
    revoke(f"token:{ours}")
