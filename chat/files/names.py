"""What a file is called: a name that no system stumbles over, and an ending that says what is in it (UPL7)."""

from __future__ import annotations

import re
import unicodedata

from chat.text import clean_line

LONGEST = 120  # characters, ending included
ENDING = 12

# Marks that turn the reading direction: `gpj.exe` must not be read as `exe.jpg`.
_MARKS = re.compile("[\u200e\u200f\u061c\u200b-\u200d\u2060]")
_FORBIDDEN = re.compile(r'[<>:"|?*\\/%]')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789")}


def clean_name(raw: object) -> str:
    """The last part of a path, without what turns, controls or means something to a file system; “file” where nothing is left."""
    text = raw if isinstance(raw, str) else ""
    last = re.split(r"[\\/]", text)[-1]
    line = unicodedata.normalize("NFC", clean_line(_MARKS.sub("", last), 1000))
    name = _FORBIDDEN.sub("_", line).rstrip(" .").lstrip()
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > ENDING:
        stem, ending = name, ""
    stem = stem.strip(" .") or "file"
    if stem.split(".")[0].strip().lower() in _DEVICES:
        stem = f"_{stem}"
    rest = f".{ending}" if ending else ""
    return stem[: LONGEST - len(rest)].rstrip(" .") + rest


def ending_of(name: str) -> str:
    """What stands behind the last dot, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def fitted(name: str, endings: tuple[str, ...]) -> str:
    """The name with an ending that its content may have: a lying one is kept as part of the name, and is one no more."""
    if not endings or ending_of(name) in endings:
        return name
    ending = f".{endings[0]}"
    return name[: LONGEST - len(ending)].rstrip(" .") + ending
