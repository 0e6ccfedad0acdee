"""The address that a visitor answers to: `re-<id>-<mac>@<reply domain>`. Whoever has it may write into one conversation, and read nothing.

The MAC is over project, conversation, visitor and the address's own id, so that nobody can make one, not even from a copy of the
database. Nothing in it depends on capitals: some mail servers change those.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import uuid
from typing import NamedTuple

from django.conf import settings

from accounts.models import Project
from widget.mail.models import ReplyAddress

_FORM = re.compile(r"re-([a-z2-7]{26})-([a-z2-7]{26})")
_MAC_BYTES = 16
KEPT = 10  # MACs of former keys: more keys than anybody turns in the life of a conversation


class Written(NamedTuple):
    """An address as somebody wrote it: whose it claims to be, and its proof."""

    public_id: uuid.UUID
    mac: str


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _mac(key: str, project: Project, address: ReplyAddress) -> str:
    derived = hashlib.sha256(b"parley.reply-address\x00" + key.encode()).digest()
    body = f"{project.public_id}\n{address.conversation.public_id}\n{address.visitor.public_id}\n{address.public_id}"
    return _base32(hmac.digest(derived, body.encode(), "sha256")[:_MAC_BYTES])


def hash_of(text: str) -> str:
    """By which a MAC, or a mailbox, is known again."""
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()


def written(project: Project, address: ReplyAddress) -> str:
    """The whole address under the present key."""
    return f"re-{_base32(address.public_id.bytes)}-{_mac(settings.SECRET_KEY, project, address)}@{settings.REPLY_DOMAIN}"


def read(raw: str) -> Written | None:
    """What an address claims; None for one of another form or domain."""
    local, _, domain = raw.strip().strip("<>").lower().rpartition("@")
    found = _FORM.fullmatch(local)
    if found is None or not settings.REPLY_DOMAIN or domain != settings.REPLY_DOMAIN:
        return None
    public_id = uuid.UUID(bytes=base64.b32decode(found[1].upper() + "======"))
    return Written(public_id, found[2]) if _base32(public_id.bytes) == found[1] else None


def is_ours(project: Project, address: ReplyAddress, mac: str) -> bool:
    """Whether one of our keys has made it, or a former one of which its row knows."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    by_key = [hmac.compare_digest(_mac(key, project, address), mac) for key in keys]
    return any(by_key) or any(hmac.compare_digest(known, hash_of(mac)) for known in address.known)
