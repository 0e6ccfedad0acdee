#!/usr/bin/env python3
"""Checks an exported audit log of Parley, without Parley: python3 verify_audit.py EXPORT.jsonl [ANCHORS.jsonl].

The export is one JSON object a line, oldest first; the last line is {"head": …}. Anchors are {"account", "number", "hash", …}
lines that were written elsewhere while the log grew; only they can show that an end was cut off together with its head.
Needs Python 3.9 or later and nothing else. Exit code 0: unbroken; 1: broken, each broken row is named; 2: cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

FIRST_PREVIOUS = "0" * 64
HASHED = (
    *("account", "project", "number", "at", "actor_kind", "actor_id", "action"),
    *("target_kind", "target_id", "data", "personal", "prev_hash"),
)
Row = dict[str, Any]


def refuse(text: str) -> None:
    raise ValueError(f"{text} is no whole number")


def read(path: str) -> list[Row]:
    """The objects of a file with one JSON object a line. Raises OSError or ValueError."""
    with Path(path).open(encoding="utf-8") as file:
        return [json.loads(text, parse_float=refuse) for text in file if text.strip()]


def digest(row: Row) -> str:
    """SHA-256 over the hashed fields as canonical JSON (RFC 8785): sorted keys, no spaces, UTF-8."""
    fields = {name: row.get(name) for name in HASHED}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check_row(row: Row, expected: int, previous: str) -> Iterator[str]:
    """What is wrong with a row that should have number `expected` and follow the hash `previous`."""
    number = row.get("number")
    if number != expected:
        yield f"row {expected} is missing or moved: row {number} stands in its place"
    elif row.get("prev_hash") != previous:
        yield f"row {number} does not follow the row before it"
    if digest(row) != row.get("hash"):
        yield f"row {number} was changed"
    for field, word in row.get("words", {}).items():
        salted = hashlib.sha256(bytes.fromhex(word["salt"]) + word["value"].encode("utf-8")).hexdigest()
        if salted != row.get("personal", {}).get(field):
            yield f"row {number}: its {field} was changed"
    if set(row) - set(HASHED) - {"hash", "words"}:
        yield f"row {number} has something that nobody hashed"


def check(rows: Iterable[Row], anchors: Iterable[Row]) -> Iterator[str]:
    """Everything that is wrong, in the order of the rows."""
    number, previous, account = 0, FIRST_PREVIOUS, None
    head: Row | None = None
    hashes: dict[int, str] = {}
    for row in rows:
        if "head" in row:
            head = row["head"]
            continue
        if head is not None:
            yield f"row {row.get('number')} stands behind the end"
        if account not in (None, row.get("account")):
            yield f"row {row.get('number')} is another account's"
        yield from check_row(row, number + 1, previous)
        account, number, previous = row.get("account"), row.get("number", 0), row.get("hash", "")
        hashes[number] = previous
    if head is None:
        yield f"row {number + 1}: the export has no end, it may be cut here"
    elif (head["number"], head["hash"]) != (number, previous):
        yield f"row {number + 1} is missing: the log ends at row {head['number']}"
    for anchor in anchors:
        if account in (None, anchor["account"]) and hashes.get(anchor["number"]) != anchor["hash"]:
            what = "is another one" if anchor["number"] in hashes else "is missing"
            yield f"row {anchor['number']} {what}: it was anchored at {anchor.get('at', 'some time')}"


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        sys.stdout.write(__doc__ or "")
        return 2
    try:
        rows = read(arguments[0])
        anchors = read(arguments[1]) if len(arguments) == 2 else []
    except (OSError, ValueError) as problem:
        sys.stdout.write(f"{problem}\n")
        return 2
    found = list(check(rows, anchors))
    unbroken = f"unbroken: {sum('head' not in row for row in rows)} rows, {len(anchors)} anchors"
    sys.stdout.write("\n".join(found or [unbroken]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
