"""The open account's audit log as a file: JSON lines for the verifier, CSV for people's spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from accounts.audit.acts import act_of, detail_of
from accounts.audit.lines import Line, head_of
from accounts.audit.queries import whole_chain
from accounts.models import Account
from accounts.spreadsheets import cell

COLUMNS = ("number", "at", "who", "action", "what", "detail", "target", "target_id", "project", "address", "hash")


def json_lines(account: Account) -> Iterator[str]:
    """The whole chain, oldest first, and its head: what docs/verify_audit.py reads."""
    for line in whole_chain(account):
        yield json.dumps(line, ensure_ascii=False) + "\n"
    yield json.dumps({"head": head_of(account)}) + "\n"


def csv_lines(lines: Iterable[Line]) -> Iterator[str]:
    """These lines as CSV, a header first; no cell can be taken for a formula."""
    yield _row(COLUMNS)
    for line in lines:
        said = spoken(line)
        cells = (line["number"], line["at"], said["who"], line["action"], said["what"], said["detail"])
        yield _row((*cells, line["target_kind"], line["target_id"], line["project"] or "", said["address"], line["hash"]))


def spoken(line: Line) -> dict[str, Any]:
    """A line in people's words: who, what, the detail, the address."""
    words = {field: word["value"] for field, word in line["words"].items()}
    act = act_of(line["action"])
    return {
        "who": words.get("actor_name", ""),
        "what": str(act.title),
        "detail": detail_of(line["action"], {**line["data"], **words}),
        "address": words.get("address", ""),
        "icon": act.icon,
        "bad": act.bad,
    }


def _row(cells: Iterable[object]) -> str:
    file = io.StringIO()
    csv.writer(file).writerow([cell(str(one)) for one in cells])
    return file.getvalue()
