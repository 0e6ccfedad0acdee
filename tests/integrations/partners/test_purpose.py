"""Partners' data serves the programme, commission checks and tax, and nothing else: who may import it, and who may open it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PARTNERS = ROOT / "integrations" / "partners"
IMPORTS = re.compile(r"^\s*(?:from|import)\s+([\w.]+)", re.MULTILINE)


def imports_of(file: Path) -> set[str]:
    return set(IMPORTS.findall(file.read_text(encoding="utf-8")))


def test_nothing_outside_knows_partners_but_the_wiring() -> None:
    for app in ("accounts", "chat", "widget", "integrations", "panel", "config"):
        for file in (ROOT / app).rglob("*.py"):
            if PARTNERS in file.parents or file in (ROOT / "config" / "urls.py", ROOT / "config" / "staff_urls.py"):
                continue
            assert not [one for one in imports_of(file) if one.startswith("integrations.partners")], file


def test_partners_know_nothing_of_a_chat() -> None:
    files = list(PARTNERS.rglob("*.py"))
    assert len(files) > 20
    for file in files:
        foreign = [one for one in imports_of(file) if one.split(".")[0] in ("chat", "widget", "panel")]
        other = [one for one in imports_of(file) if one.startswith("integrations.") and not one.startswith("integrations.partners")]
        assert not foreign + other, file


def test_only_the_profile_and_certificates_unseal() -> None:
    openers = {file.name for file in PARTNERS.rglob("*.py") if re.search(r"\bunseal\(", file.read_text(encoding="utf-8"))}
    assert openers == {"profile.py", "certificates.py"}
    readers = {
        file.relative_to(PARTNERS).as_posix()
        for file in PARTNERS.rglob("*.py")
        if re.search(r"\bopened\(", file.read_text(encoding="utf-8"))
    }
    assert readers == {"profile.py", "staff/queries.py"}, "staff's look is written by Postgres, everybody else's by read_profile"
