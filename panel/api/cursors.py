"""Opaque cursors of lists: a time and a row, so that the next page begins exactly behind the last one."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from accounts.errors import Invalid
from chat.feed import Place

MOST_DIGITS = 18  # what every bigint can hold
PRIORITY_FLOOR = 10  # so that what is written has no sign
EARLIEST_YEAR = 1970  # nothing of ours is older, and there is room to reckon back from it


def write_cursor(at: datetime, row_id: int) -> str:
    return _write(at.isoformat(), row_id)


def read_cursor(cursor: str) -> tuple[datetime, int]:
    """Raises Invalid for a cursor that we did not write."""
    try:
        at, row_id = _read(cursor, 2)
        return _moment(at), _whole(row_id)
    except (ValueError, binascii.Error):
        raise Invalid(fields={"cursor": "Take the cursor from `next`."}) from None


def write_turn(priority: int, at: datetime, row_id: int) -> str:
    """The cursor of those who wait: the urgent before the others."""
    return _write(priority + PRIORITY_FLOOR, at.isoformat(), row_id)


def read_turn(cursor: str) -> tuple[int, datetime, int]:
    """Raises Invalid for a cursor that we did not write."""
    try:
        priority, at, row_id = _read(cursor, 3)
        return _whole(priority) - PRIORITY_FLOOR, _moment(at), _whole(row_id)
    except (ValueError, binascii.Error):
        raise Invalid(fields={"cursor": "Take the cursor from `next`."}) from None


def write_place(place: Place) -> str:
    """The cursor of the customers' feed."""
    return _write(place.epoch, place.txid, place.row_id, place.at.isoformat())


def read_place(cursor: str) -> Place:
    """Raises Invalid for a cursor that we did not write."""
    try:
        epoch, txid, row_id, at = _read(cursor, 4)
        return Place(epoch, _whole(txid), _whole(row_id), _moment(at))
    except (ValueError, binascii.Error):
        raise Invalid(fields={"cursor": "Take the cursor of the answer before."}) from None


def _write(*parts: object) -> str:
    return base64.urlsafe_b64encode("|".join(map(str, parts)).encode()).rstrip(b"=").decode()


def _read(cursor: str, parts: int) -> list[str]:
    found = base64.urlsafe_b64decode(cursor[:200] + "=" * (-len(cursor) % 4)).decode().split("|")
    if len(found) != parts:
        raise ValueError(cursor)
    return found


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or moment.year < EARLIEST_YEAR:
        raise ValueError(text)
    return moment


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise ValueError(text)
    return int(text)
