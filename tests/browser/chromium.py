"""Which Chromium, and with which flags."""

from __future__ import annotations

import os
import shutil

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The binary; or a skip that says why, which under CI=true is a failure."""
    binary = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not binary:
        sentence = "There is no Chromium: install one, or name it in CHROMIUM."
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(sentence)
    assert binary
    return binary
