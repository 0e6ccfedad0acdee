"""Looks for card numbers and secrets in everything that a run of the tests leaves, before it goes; the run fails where some stand."""

from __future__ import annotations

import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis

from config.logs import JsonLines
from tests.boot import FOLDER, STORES, TEST_KEY
from tests.leaks.scanner import cards_in, secrets_in

LOOKED_AT = {"databases": 0, "rows": 0, "keys": 0, "files": 0}
FOUND: dict[str, None] = {}  # sentences, each once, in the order in which they were found

# Every row of every table, as its owner sees it, one a line: the name, a tab, the row.
DUMP = r"""
SELECT format('SELECT %L || chr(9) || to_jsonb(t)::text FROM %I.%I t', tablename, schemaname, tablename)
FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') \gexec
"""
KNOWN = {
    TEST_KEY: "the key that signs",
    "a long password": "somebody's password",
    "quiet-harbour-lamp": "somebody's password",
    **{urlsplit(url).password or "-none-": f"the password of {name}" for name, url in STORES.env.items() if urlsplit(url).password},
}
# The last is a visitor's own browser, where their token has its place, and whose database calls its files logs.
NO_PLACE = {"build", "static", "pg", "cluster", "node_modules", "Local Storage"}

# How wide a PDF's letters are, hundreds of small numbers in a row: some fifteen digits of them pass for a card's by chance.
WIDTHS = re.compile(r"/W \[ \d+ \[[\d ]*\]\s*\]")


def look_at_database(name: str) -> None:
    """Every row of it."""
    if STORES.postgres is None:
        return
    LOOKED_AT["databases"] += 1
    for line in STORES.postgres.run_sql(DUMP, name).splitlines():
        table, _, row = line.partition("\t")
        LOOKED_AT["rows"] += 1
        note(f"database {name}, table {table}", cards_in(row))


def look_at_valkey(valkey: redis.Redis) -> None:
    """Every key, queues included."""
    for key in valkey.scan_iter(count=1000):
        LOOKED_AT["keys"] += 1
        for part in (key, *_parts(valkey, key)):
            note(f"Valkey, key {key.decode(errors='replace')}", cards_in(_text(part)))


def look_at_folder(folder: Path) -> None:
    """Every file: logs, mails, exports (also what is in a ZIP), and what the demo keeps."""
    for file in folder.rglob("*"):
        if file.is_symlink() or not file.is_file() or NO_PLACE & set(file.relative_to(folder).parts):
            continue
        LOOKED_AT["files"] += 1
        for name, text in _texts(file):
            note(f"file {name}", cards_in(text))
            if file.suffix == ".log":
                note(f"log {name}", secrets_in(text, KNOWN))


def note(place: str, found: Iterator[str]) -> None:
    """Remember a place by its name; of the number itself only how it begins."""
    for one in found:
        FOUND[f"{place}: {f'{one[:4]}…, {len(one)} digits' if one.isdigit() else one}"] = None


def _parts(valkey: redis.Redis, key: bytes) -> Any:
    readers: dict[bytes | str, Any] = {
        b"string": lambda: [valkey.get(key)],
        b"list": lambda: valkey.lrange(key, 0, -1),
        b"set": lambda: valkey.smembers(key),
        b"zset": lambda: valkey.zrange(key, 0, -1),
        b"hash": lambda: [part for pair in valkey.hgetall(key).items() for part in pair],
        b"stream": lambda: [repr(valkey.xrange(key))],
        b"none": list,  # it ended meanwhile
    }
    return readers[valkey.type(key)]()


def _text(part: Any) -> str:
    return part.decode(errors="replace") if isinstance(part, bytes) else str(part)


def _texts(file: Path) -> Iterator[tuple[str, str]]:
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                yield f"{file.name}: {name}", archive.read(name).decode(errors="replace")
        return
    with file.open(encoding="utf-8", errors="replace") as lines:
        whole = [WIDTHS.sub("", lines.read())] if file.suffix == ".pdf" else lines
        for line in whole:
            yield str(file), line


def pytest_sessionstart() -> None:
    """What the product logs in the tests' own process is kept too."""
    handler = logging.FileHandler(FOLDER / "tests.log")
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The last look, at what is still there. Not where there was nothing to run."""
    if not session.testscollected or session.config.option.collectonly:
        return
    look_at_database("parley")
    with redis.Redis.from_url(STORES.env["REDIS_URL"]) as valkey:
        look_at_valkey(valkey)
    look_at_folder(FOLDER)
    look_at_folder(Path(session.config._tmp_path_factory.getbasetemp()))  # type: ignore[attr-defined]
    if FOUND and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    terminalreporter.write_line(
        "leaks: " + ", ".join(f"{count} {what}" for what, count in LOOKED_AT.items()) + f" read, {len(FOUND)} found"
    )
    for sentence in FOUND:
        terminalreporter.write_line(f"  LEAK  {sentence}", red=True)
