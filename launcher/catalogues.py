"""Translations: reads `locale/<language>/*.po`, and makes the `django.mo` that Django reads. Needs no gettext on the machine.

A language's sentences are spread over files, one a part of the product, so that two people seldom write in the same one.
Each entry stands there once, whichever file it is in. `en-xa` is no language: it is made from the German, with English
that is accented and longer, and shows in tests where a sentence was forgotten or has no room.
"""

import ast
import os
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launcher import places

LOCALE = places.ROOT / "locale"
CONTEXT = "\x04"  # between a context and its sentence, as in a .mo file
PSEUDO, MADE_FROM = "en_XA", "de"

# How many forms a language's plurals have, and which one a number takes.
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
    "fr": "nplurals=2; plural=n > 1;",
    "pl": "nplurals=3; plural=n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2;",
}
TWO_FORMS = "nplurals=2; plural=n != 1;"

_FIELD = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s+(".*")')
_HOLE = re.compile(r"(%\([^)]*\)[a-z]|%%|%[a-z]|\{[^}]*\}|<[^>]*>|&[a-z]+;|https?://\S+)")
_ACCENTS = str.maketrans("AEIOUaeiouyncCS", "ÅÉÎÕÜåéîõüýñçÇŠ")


class Unreadable(Exception):
    """A catalogue that cannot be read, with its file and line."""


@dataclass(frozen=True)
class Entry:
    """One translated sentence: `key` as gettext looks it up, its English plural or "", and a form for each kind of number."""

    key: str
    many: str
    forms: tuple[str, ...]
    file: str


def read(file: Path) -> Iterator[Entry]:
    """The entries of one `.po`. Raises Unreadable."""
    fields: dict[str, str] = {}
    last = ""
    for number, raw in enumerate([*file.read_text(encoding="utf-8").splitlines(), ""], 1):
        line = raw.strip()
        found = _FIELD.fullmatch(line)
        if found:
            last, fields[found[1]] = found[1], ast.literal_eval(found[2])
        elif line.startswith('"') and last:
            fields[last] += ast.literal_eval(line)
        elif line and not line.startswith("#"):
            raise Unreadable(f"{file}:{number}: {line}")
        elif fields and not line:
            if fields.get("msgid"):  # the empty one is the header
                yield _entry(fields, file)
            fields, last = {}, ""


def _entry(fields: dict[str, str], file: Path) -> Entry:
    key = fields["msgid"]
    if "msgctxt" in fields:
        key = f"{fields['msgctxt']}{CONTEXT}{key}"
    forms = [fields[name] for name in sorted(fields) if name.startswith("msgstr")]
    return Entry(key, fields.get("msgid_plural", ""), tuple(forms), file.name)


def entries_of(language: str) -> list[Entry]:
    """All entries of a language, file by file."""
    return [entry for file in sorted((LOCALE / language).glob("*.po")) for entry in read(file)]


def languages() -> list[str]:
    """The languages that have sentences of their own."""
    return sorted(folder.name for folder in LOCALE.iterdir() if any(folder.glob("*.po")))


def pseudo(sentence: str) -> str:
    """A sentence accented and a good third longer, with its holes and tags as they were."""
    words = "".join(part if _HOLE.fullmatch(part) else part.translate(_ACCENTS) for part in _HOLE.split(sentence))
    return f"{words}{' ~' * max(1, len(sentence) // 5)}" if sentence.strip() else sentence


def compile_all() -> None:
    """Write every language's `django.mo`, each in one piece, so that nobody reads half of one."""
    for language in languages():
        entries = entries_of(language)
        _write(language, entries)
        if language == MADE_FROM:
            english = ([entry.key.rpartition(CONTEXT)[2], *([entry.many] if entry.many else [])] for entry in entries)
            _write(PSEUDO, [Entry(e.key, e.many, tuple(map(pseudo, forms)), "") for e, forms in zip(entries, english, strict=True)])


def are_compiled() -> bool:
    """Whether each `django.mo` is there and newer than what it is made from."""
    made = [LOCALE / language / "LC_MESSAGES" / "django.mo" for language in (*languages(), PSEUDO)]
    sources = [Path(__file__), *LOCALE.glob("*/*.po")]
    return all(file.exists() for file in made) and min(f.stat().st_mtime for f in made) > max(f.stat().st_mtime for f in sources)


def ensure_catalogues() -> None:
    """Have them, from the present sources."""
    if not are_compiled():
        compile_all()


def _write(language: str, entries: list[Entry]) -> None:
    header = f"Content-Type: text/plain; charset=UTF-8\nLanguage: {language}\nPlural-Forms: {PLURALS.get(language, TWO_FORMS)}\n"
    texts = {"": header} | {f"{e.key}\0{e.many}" if e.many else e.key: "\0".join(e.forms) for e in entries if all(e.forms)}
    file = LOCALE / language / "LC_MESSAGES" / "django.mo"
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{os.getpid()}")  # two test runs may do this at once
    new.write_bytes(_machine(texts))
    new.replace(file)


def _machine(texts: dict[str, str]) -> bytes:
    """The bytes of a .mo: two tables of lengths and places, sorted by the key's bytes, then the strings, each with a zero behind it."""
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    keys_at, texts_at = 28, 28 + 8 * len(pairs)
    tables: tuple[list[int], list[int]] = ([], [])
    at, strings = 28 + 16 * len(pairs), b""
    for side, table in enumerate(tables):
        for pair in pairs:
            table += [len(pair[side]), at + len(strings)]
            strings += pair[side] + b"\0"
    numbers = [*tables[0], *tables[1]]
    return struct.pack(f"<Iiiiiii{len(numbers)}i", 0x950412DE, 0, len(pairs), keys_at, texts_at, 0, at, *numbers) + strings


if __name__ == "__main__":
    compile_all()
    sys.stdout.write(f"{', '.join(languages())} and {PSEUDO}\n")
