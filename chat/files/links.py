"""Links to the files' origin: who may see a file is decided when the link is made, and it is good for a minute (UPL5)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from chat.files.shapes import LookedAtShape
from chat.files.store import place_of
from chat.models import Attachment
from chat.shaping import attachment_shape

LINK_FOR_S = 60
SALT = "parley.files.link"
THUMBNAIL = "image/webp"


class NoLink(Exception):
    """A link that was never made by us, or has ended."""


@dataclass(frozen=True)
class Linked:
    """What a link leads to: where it lies, as what it is served, and what it is called."""

    key: str
    type: str
    name: str


def link_to(row: Attachment, *, thumbnail: bool = False) -> str:
    """A link to what is kept of a file. The caller has looked whether the asker may have it."""
    key, kind = (f"{place_of(row)}thumbnail", THUMBNAIL) if thumbnail else (f"{place_of(row)}file", row.type)
    token = signing.dumps([key, kind, row.name], salt=SALT, compress=True)
    return f"{settings.FILES_URL}/files/{token}"


def looked_at(row: Attachment, *, for_visitor: bool) -> LookedAtShape:
    """A file with its links, for somebody who may see it. What is not ready has none; it is asked for again."""
    ready = row.state == Attachment.State.READY
    return {
        "attachment": attachment_shape(row, for_visitor=for_visitor),
        "url": link_to(row) if ready else None,
        "thumbnail": link_to(row, thumbnail=True) if ready and row.width else None,
    }


def linked(token: str) -> Linked:
    """What a link leads to. Raises NoLink."""
    try:
        return Linked(*signing.loads(token, salt=SALT, max_age=LINK_FOR_S))
    except signing.BadSignature as error:
        raise NoLink from error
