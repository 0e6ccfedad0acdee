"""AUD1: every act that the code writes down is in the registry, and some test has seen it."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.audit.acts import ACTS, act_of, detail_of
from tests.boot import ROOT

APPS = ("accounts", "chat", "panel", "widget", "integrations", "config")
# Who takes an act's name as second argument.
WRITERS = ("audit.record", "note", "note_about_person.note", "write_down", "_saved")
# Names that are put together when the act happens, as `{…}.exported`: what may stand in the gap.
PARTS = {"conversation.": ("closed", "ended", "merged", "unmerged"), "message.": ("edited", "removed"),
         ".exported": ("visitor", "project", "account"), ".erased": ("visitor", "account"),
         ".erasure_aborted": ("visitor", "account"), ".removed": ("canned_reply", "macro", "saved_view")}  # fmt: skip


def written() -> Iterator[tuple[str, Path]]:
    """Every name given to `audit.record`, or to what passes it on, and where."""
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in WRITERS and len(node.args) > 1:
                    yield from ((name, path) for name in names_in(node.args[1]))


def names_in(node: ast.expr) -> list[str]:
    match node:
        case ast.Name(id="action"):  # passed on: its callers name it
            return []
        case ast.Constant(value=str(name)):
            return [name]
        case ast.IfExp(body=body, orelse=orelse):
            return names_in(body) + names_in(orelse)
        case ast.JoinedStr(values=values):
            (fixed,) = [str(part.value) for part in values if isinstance(part, ast.Constant)]
            return [fixed + part if fixed.endswith(".") else part + fixed for part in PARTS[fixed]]
    raise AssertionError(f"an act whose name nobody can read: {ast.unparse(node)}")


def test_every_act_of_the_code_is_registered() -> None:
    names = dict(written())
    assert len(names) > 20, "the premise: the code writes acts down"
    assert {name: str(path) for name, path in names.items() if name not in ACTS} == {}


def test_every_act_is_seen_by_some_test() -> None:
    own = Path(__file__)
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py") if path != own)
    assert {name for name, _ in written() if f'"{name}"' not in tests} == set()


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_has_words_and_a_mark(name: str) -> None:
    act = ACTS[name]
    assert str(act.title) and "{" not in str(act.title)
    icons = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")
    assert f'id="{act.icon}"' in icons
    fields = {field for _, field, _, _ in string.Formatter().parse(str(act.detail)) if field}
    values = dict.fromkeys(fields, "x")
    assert "{" not in detail_of(name, values)
    assert not fields or "(not kept)" in detail_of(name, {})


def test_an_act_of_a_newer_version_is_shown_by_its_name() -> None:
    assert act_of("moon.landed").title == "moon.landed" and detail_of("moon.landed", {}) == ""
