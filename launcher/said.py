"""What Parley says to people in Python and templates: every sentence that goes through gettext, and where it stands."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from launcher import places
from launcher.catalogues import CONTEXT
from launcher.sources import tracked

# Parley's own people and the demo's shop speak English.
UNHEARD = ("templates/staff/", "templates/shop/", "widget/demo/", "panel/demo/", "tests/", "launcher/", "bench/", "deploy/")
ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
MANY = {"ngettext", "ngettext_lazy"}

_TRANSLATE = re.compile(r"""\{%\s*trans(?:late)?\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?:\s+context\s+"([^"]*)")?[^%]*%\}""")
_BLOCK = re.compile(
    r"\{%\s*blocktrans(?:late)?\b(?P<head>.*?)%\}(?P<one>.*?)(?:\{%\s*plural\s*%\}(?P<many>.*?))?\{%\s*endblocktrans(?:late)?\s*%\}",
    re.DOTALL,
)


@dataclass
class Sentence:
    """A sentence as gettext is asked for it, after its context where it has one; its plural, or ""; and the files that say it."""

    one: str
    many: str = ""
    files: list[str] = field(default_factory=list)


def said_in(*folders: str) -> dict[str, Sentence]:
    """Every sentence by its English, of all of Parley or of these folders alone."""
    found: dict[str, Sentence] = {}
    for file in tracked():
        name = file.as_posix()
        if name.startswith(UNHEARD) or (folders and not name.startswith(folders)):
            continue
        for one, many in _sentences(file):
            sentence = found.setdefault(one, Sentence(one))
            sentence.many = sentence.many or many
            sentence.files.append(name)
    return found


def _sentences(file: Path) -> Iterator[tuple[str, str]]:
    if file.suffix == ".py":
        return _of_python((places.ROOT / file).read_text(encoding="utf-8"))
    if file.suffix in (".html", ".txt") and "templates" in file.parts:
        return of_template((places.ROOT / file).read_text(encoding="utf-8"))
    return iter(())


def _of_python(text: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        asked = 1 if node.func.id in ONE else 2 if node.func.id in MANY else 0
        words = [arg.value for arg in node.args[:asked] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if asked and len(words) == asked:
            yield words[0], words[1] if asked == 2 else ""


def of_template(text: str) -> Iterator[tuple[str, str]]:
    """The sentences of one template, spelled as Django looks them up: `%` doubled, `{{ name }}` as `%(name)s`."""
    for literal, context in _TRANSLATE.findall(text):
        words = re.sub(r"\\(.)", r"\1", literal[1:-1]).replace("%", "%%")
        yield (f"{context}{CONTEXT}{words}" if context else words), ""
    for found in _BLOCK.finditer(text):
        trimmed = "trimmed" in found["head"].split()
        yield _spelled(found["one"], trimmed=trimmed), _spelled(found["many"] or "", trimmed=trimmed)


def _spelled(text: str, *, trimmed: bool) -> str:
    words = re.sub(r"\{\{\s*(.*?)\s*\}\}", r"%(\1)s", text.replace("%", "%%"))
    return re.sub(r"\s*\n\s*", " ", words.strip()) if trimmed else words
