"""The server's own check of a chain: every line by itself, each by the one before it, the end by the head and its anchors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from accounts.audit.lines import Head, Line

FIRST = "00" * 32
NOT_HASHED = ("hash", "words")


def canonical(value: Any) -> bytes:
    """RFC 8785 for what we write: sorted keys, no spaces, UTF-8, whole numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def faults_of_line(line: Line) -> Iterator[str]:
    """What is wrong with a line, whatever stands around it."""
    hashed = {name: value for name, value in line.items() if name not in NOT_HASHED}
    if hashlib.sha256(canonical(hashed)).hexdigest() != line["hash"]:
        yield f"row {line['number']}: its content is not what was hashed"
    for field, word in line["words"].items():
        salted = hashlib.sha256(bytes.fromhex(word["salt"]) + word["value"].encode()).hexdigest()
        if line["personal"].get(field) != salted:
            yield f"row {line['number']}: {field} is not what was hashed"


def faults(lines: Iterable[Line], head: Head | None, anchors: Iterable[Head]) -> Iterator[str]:
    """Everything wrong with a whole chain, oldest first; nothing for an unbroken one."""
    anchored = {(anchor["number"], anchor["hash"]) for anchor in anchors}
    number, previous = 0, FIRST
    for line in lines:
        yield from faults_of_line(line)
        if line["number"] != number + 1:
            yield f"row {number + 1}: expected here, found row {line['number']}"
        elif line["prev_hash"] != previous:
            yield f"row {line['number']}: it does not follow row {number}"
        number, previous = line["number"], line["hash"]
        known = {hashed for at, hashed in anchored if at == number}
        if known and known != {previous}:
            yield f"row {number}: not the one that was anchored"
        anchored = {(at, hashed) for at, hashed in anchored if at != number} if known else anchored
    if head is not None and (head["number"], head["hash"]) != (number, previous):
        yield f"row {number + 1}: missing, the head is at row {head['number']}"
    for at in sorted({at for at, _ in anchored}):
        yield f"row {at}: missing, though it was anchored"
