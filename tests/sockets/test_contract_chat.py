"""The forty lines that know only the contract, against a real server and its demo."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.boot import ROOT
from tests.serving import Web


def test_forty_lines_chat_in_both_roles(cloned_database: str, tmp_path: Path) -> None:
    web = Web(cloned_database, tmp_path, PARLEY_VAR_DIR=str(tmp_path))
    subprocess.run([sys.executable, "manage.py", "demo"], cwd=ROOT, env=web.env, check=True, capture_output=True)
    web.start()
    try:
        script = Path(__file__).with_name("contract_chat.py")
        done = subprocess.run([sys.executable, script, tmp_path / "demo.json"], capture_output=True, text=True, timeout=60, check=False)
    finally:
        web.end()
    assert done.returncode == 0, done.stderr
    assert done.stdout == "visitor:  Is anybody there?\noperator: I am.\n"
