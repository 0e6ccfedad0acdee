"""Cells of the CSV files that people open in a spreadsheet (OUT5)."""

from __future__ import annotations

import re

# What spreadsheets take for a formula where a cell begins. Besides at its start that is behind a semicolon, a tab and a line's end:
# an Excel that separates by semicolons, as in most of Europe, begins a cell there, and knows no quotes but those that open one.
_FORMULA = re.compile(r"^(?=[=+\-@\t\r\n])|(?<=[;\t\r\n])(?=[=+\-@])")


def cell(words: str) -> str:
    """The words, with an apostrophe wherever they would begin a formula."""
    return _FORMULA.sub("'", words)
