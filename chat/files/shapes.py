"""How a file goes up and comes down."""

from __future__ import annotations

from typing import TypedDict

from chat.shapes import AttachmentShape


class FormShape(TypedDict):
    """How a browser puts bytes where they lie: a POST of these fields with `file` as the last one, as S3 wants it."""

    url: str
    fields: dict[str, str]


class PartShape(FormShape):
    """One part of a file that is not there yet: its bytes from `first`, so many as `size`."""

    first: int
    size: int


class UploadShape(TypedDict):
    """A file that was announced, and what of it is missing. The same `client_id` again says what is missing by then."""

    attachment: AttachmentShape
    parts: list[PartShape]


class LookedAtShape(TypedDict):
    """A file for somebody who may see it, with links for a minute: null until it is ready."""

    attachment: AttachmentShape
    url: str | None
    thumbnail: str | None
