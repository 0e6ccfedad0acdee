"""House rules that no ready-made tool knows: names that say nothing, and words that must not stand in a file."""

import re
from pathlib import Path

from launcher import places
from launcher.sources import tracked

# A drawer has room for everything, so nobody finds anything in it.
DRAWERS = {"utils", "util", "helpers", "helper", "common", "services", "service", "lib", "misc"}

CODE = {".py", ".ts", ".tsx", ".mjs", ".html", ".css"}
LONGEST_READ = 1_000_000

# This file holds the patterns, so it would find itself; the other two hold what strangers may say.
UNREAD = {"launcher/words.py", "tests/hostile.py", "tests/browser/test_trusted_types.py"}

# Anything here turns text into code or markup: the two ways in which a stranger's words become ours.
MARKUP = re.compile(
    r"mark_safe|\|\s*safe\b|autoescape\s+off|innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML"
    r"|document\.write|(?<![\w.])eval\(|new Function\("
)
SILENCED = re.compile(r"#\s*type:\s*ignore(?!\[)|#\s*noqa(?!:)|eslint-disable(?!-next-line \S)|@ts-ignore|@ts-nocheck")
STYLE_ATTRIBUTE = re.compile(r"""<[^>]*\sstyle\s*=\s*["']""")
SCRIPT_ATTRIBUTE = re.compile(r"""<[^>]*\son[a-z]+\s*=\s*["']""")

# Package indexes and folders of one machine: an address in a lock file decides for everybody where code comes from.
ADDRESSES = re.compile(
    r"registry\.npmjs\.org|registry\.yarnpkg\.com|files\.pythonhosted\.org|pypi\.org/simple|--(?:extra-)?index-url|--find-links"
    r"|\"resolved\":|(?<![\w.])/(?:root|work|home)/\w"
)
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bwhsec_[A-Za-z0-9+/]{24,}|\bsk_live_\w{8,}")


def forbidden() -> list[str]:
    """A sentence for each breach."""
    found: list[str] = []
    for file in tracked():
        found += [f"{file}: a name that says nothing ({part})" for part in _drawers(file)]
        whole = places.ROOT / file
        if str(file) in UNREAD or whole.stat().st_size > LONGEST_READ:
            continue
        try:
            text = whole.read_text()
        except UnicodeDecodeError:
            continue
        found += _breaches(file, text)
    return found


def _drawers(file: Path) -> list[str]:
    if file.suffix not in CODE:
        return []
    return [part for part in (*file.parts[:-1], file.stem) if part.lower() in DRAWERS]


def _breaches(file: Path, text: str) -> list[str]:
    rules = [("an address that is not the project's", ADDRESSES), ("something like a secret", SECRETS)]
    if file.suffix in CODE:
        rules += [("text that becomes markup or code", MARKUP), ("a silenced check without its reason", SILENCED)]
    if file.suffix == ".html":
        rules += [("an inline style", STYLE_ATTRIBUTE), ("an inline handler", SCRIPT_ATTRIBUTE)]
    return [
        f"{file}:{number}: {what}: {hit.group().strip()[:60]}"
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in rules
        if (hit := pattern.search(line))
    ]
