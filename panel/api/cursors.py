"""Opaque cursors of lists: a time and a row, so that the next page begins exactly behind the last one."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from accounts.errors import Invalid

MOST_DIGITS = 18  # what every bigint can hold


def write_cursor(at: datetime, row_id: int) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{row_id}".encode()).rstrip(b"=").decode()


def read_cursor(cursor: str) -> tuple[datetime, int]:
    """Raises Invalid for a cursor that we did not write."""
    try:
        raw = base64.urlsafe_b64decode(cursor[:200] + "=" * (-len(cursor) % 4)).decode()
        at, _, row_id = raw.partition("|")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None or not row_id.isdecimal() or len(row_id) > MOST_DIGITS:
            raise ValueError(at)
        return moment, int(row_id)
    except (ValueError, binascii.Error):
        raise Invalid(fields={"cursor": "Take the cursor from `next`."}) from None
