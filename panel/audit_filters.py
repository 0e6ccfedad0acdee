"""What somebody wants to see of the audit log, read from an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from accounts.access import as_uuid
from accounts.audit.queries import MOST_NUMBER, Wanted
from accounts.errors import Invalid, NotFound

FILTERS = ("actor", "action", "project", "since", "until", "q")
MOST_WORDS = 100
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def wanted_by(asked: Mapping[str, str]) -> Wanted:
    """`actor`, `action`, `project`, `since`, `until` and `q` of an address. Raises Invalid."""
    given = {name: asked.get(name, "").replace("\x00", "").strip()[:MOST_WORDS] for name in FILTERS}
    project = asked.get("project", "")
    if project:
        try:
            as_uuid(project)
        except NotFound:
            raise Invalid(fields={"project": "The id of a project."}) from None
    return Wanted(given["actor"], given["action"], project, _day(asked, "since"), _day(asked, "until"), given["q"])


def _day(asked: Mapping[str, str], name: str) -> date | None:
    """A day as RFC 3339 spells it: ISO 8601 has more spellings, which we do not promise."""
    given = asked.get(name, "")
    if not given:
        return None
    try:
        if not DAY.fullmatch(given):
            raise ValueError
        return date.fromisoformat(given)
    except ValueError:
        raise Invalid(fields={name: "A day like 2026-11-23."}) from None


def before_in(asked: Mapping[str, str], name: str) -> int | None:
    """The number in `next` of a page, where the following one begins. Raises Invalid."""
    raw = asked.get(name, "")
    if not raw:
        return None
    if not (raw.isascii() and raw.isdecimal()) or len(raw) > len(str(MOST_NUMBER)) or int(raw) > MOST_NUMBER:
        raise Invalid(fields={name: "Take the cursor from `next`."})
    return int(raw)
