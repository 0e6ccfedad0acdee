"""Lighthouse over one page, in a Chromium of its own: a phone, slow lines, and its whole list for three categories.

It loads nothing but the page, sends no reports of its own, and takes `localhost` for as safe as Chromium does.
"""

from __future__ import annotations

import json
import os
import subprocess
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from launcher.node import node, node_env
from tests.boot import ROOT
from tests.browser.chromium import FLAGS, chromium

CATEGORIES = ("accessibility", "best-practices", "seo")
SLOW = "slower CPU than  Lighthouse expects"  # for the score of the speed, which is not asked for: no test judges time
CLI = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"


class Report(NamedTuple):
    """Scores in percent, what was wrong in a line each, and each answer of a server with its bytes, headers included."""

    scores: dict[str, int]
    wrong: list[str]
    answers: dict[str, int]


def look_at(address: str) -> Report:
    """What Lighthouse says about this page. Nothing of its Chromium stays."""
    with TemporaryDirectory(prefix="parley-lighthouse-") as home:
        flags = [*FLAGS, "--headless=new", f"--user-data-dir={home}/profile"]
        words = [
            *(node(), str(CLI), address, "--quiet", "--output=json", "--output-path=stdout", "--no-enable-error-reporting"),
            f"--only-categories={','.join(CATEGORIES)}",
            "--only-audits=network-requests",
            f"--chrome-flags={' '.join(flags)}",
        ]
        env = {**os.environ, **node_env(), "CHROME_PATH": chromium(), "HOME": home}
        done = subprocess.run(words, cwd=home, env=env, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return _read(json.loads(done.stdout))


def _read(said: dict[str, Any]) -> Report:
    warned = [one for one in said["runWarnings"] if SLOW not in one]
    assert "runtimeError" not in said and not warned, (said.get("runtimeError"), warned)
    audits = said["audits"]
    counted = {ref["id"] for category in said["categories"].values() for ref in category["auditRefs"] if ref["weight"]}
    return Report(
        {name: round(said["categories"][name]["score"] * 100) for name in CATEGORIES},
        [
            f"{name}: {audits[name]['title']} {[_where(item) for item in audits[name].get('details', {}).get('items', [])]}"
            for name in sorted(counted)
            if audits[name]["score"] is not None and audits[name]["score"] < 1
        ],
        # What stands in a sheet itself (data:) is no request.
        {item["url"]: item["transferSize"] for item in audits["network-requests"]["details"]["items"] if item["url"].startswith("http")},
    )


def _where(item: dict[str, Any]) -> str:
    found = item.get("node") or {}
    return str(found.get("snippet") or item.get("url") or item.get("description") or item)
