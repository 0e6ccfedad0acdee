"""OUT5: no words begin a formula, whatever the spreadsheet takes for the end of a cell."""

from __future__ import annotations

import csv
import io
import re

import pytest

from accounts.spreadsheets import cell
from tests.hostile import PAYLOADS

EVIL = [f"{before}{sign}cmd|' /C calc'!A1" for before in ("", "x;", "x\t", "x\n", "x\r\n", ";;") for sign in "=+-@"]


@pytest.mark.parametrize("ends", [",", ";", "\t"])
def test_no_cell_begins_a_formula(ends: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([number, cell(word), "end"] for number, word in enumerate([*EVIL, *PAYLOADS]))
    written = io.StringIO(file.getvalue(), newline="")
    read = csv.reader(written) if ends == "," else csv.reader(written, delimiter=ends, quoting=csv.QUOTE_NONE)
    cells = [one for row in read for one in row]
    assert len(cells) > len(EVIL) + len(PAYLOADS)
    assert not [one for one in cells if re.match(r"[=+\-@\t\r\n]", one)]


@pytest.mark.parametrize("word", ["", "Olga", "a-b", "olga@acme.example", "1 + 1 = 2", "a; b", "2026-01-01"])
def test_other_words_stay_as_they_are(word: str) -> None:
    assert cell(word) == word
