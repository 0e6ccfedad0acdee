"""What came back, cut to what we are willing to hold and to show."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, cast

import httpcore
from django.utils.translation import gettext as _

from integrations.outbound.troubles import OutboundFailed

BODY_AT_MOST = 64 * 1024  # bytes, also of what a compressed body becomes
HEADERS_AT_MOST = 32 * 1024  # bytes of all of them
SHOWN_AT_MOST = 1000  # characters
PACKED = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
RETRY_AFTER_AT_MOST_S = 86_400
# Controls, half surrogates, and what turns the direction of a line around or cannot be seen: none of it is for people.
UNSHOWN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


@dataclass(frozen=True)
class Answer:
    """A status that is no redirect, headers by their lower-case names, and at most 64 kB of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    truncated: bool

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """For people, and still a stranger's words: at most 1 000 characters, without those that are not seen."""
        return UNSHOWN.sub("", self.body[: 4 * SHOWN_AT_MOST].decode("utf-8", "replace"))[:SHOWN_AT_MOST]

    @property
    def retry_after_s(self) -> int | None:
        """When they ask us to come back, in seconds or as a date: at most a day."""
        said = self.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdigit():
            seconds = int(said[:9])
        else:
            try:
                moment = parsedate_to_datetime(said)
                seconds = int(((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())
            except (ValueError, OverflowError):
                return None
        return max(0, min(seconds, RETRY_AFTER_AT_MOST_S))

    def json(self) -> Any:
        """What the body says as JSON. Raises OutboundFailed when it does not, or not wholly."""
        try:
            return json.loads(self.body) if not self.truncated else _not_json()
        except (ValueError, RecursionError):
            return _not_json()


def _not_json() -> Any:
    raise OutboundFailed("body", _("What it answered cannot be read."))


def read(response: httpcore.Response) -> Answer:
    """The whole answer, or its beginning. Raises OutboundFailed for what we do not take."""
    if sum(len(name) + len(value) for name, value in response.headers) > HEADERS_AT_MOST:
        raise OutboundFailed("too_large", _("It said more than we listen to."))
    headers = {name.decode("ascii").lower(): value.decode("latin-1") for name, value in response.headers}
    chunks = cast("Iterable[bytes]", response.stream)
    body, truncated = _unpacked(chunks, headers.get("content-encoding", "identity").strip().lower())
    return Answer(response.status, headers, body, truncated)


def _unpacked(chunks: Iterable[bytes], packed: str) -> tuple[bytes, bool]:
    """The body as it was meant, and whether it goes on. We ask for none that is packed; some servers pack all the same."""
    if packed not in ("", "identity", *PACKED):
        return b"", True
    unpack = zlib.decompressobj(PACKED[packed]) if packed in PACKED else None
    body = b""
    for chunk in chunks:
        room = BODY_AT_MOST + 1 - len(body)
        try:
            body += unpack.decompress(chunk, room) if unpack else chunk[:room]
        except zlib.error:
            raise OutboundFailed("body", _("What it answered cannot be read.")) from None
        if len(body) > BODY_AT_MOST:
            return body[:BODY_AT_MOST], True
    return body, False
