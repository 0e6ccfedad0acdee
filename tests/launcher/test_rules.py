"""The house rules that `make lint` holds."""

import subprocess
import sys
from pathlib import Path

import pytest

from launcher import places
from launcher.budgets import _python_functions
from launcher.words import _breaches, _drawers


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("chat/a.py", "html = mark" + "_safe(text)"),
        ("chat/a.ts", "node.inner" + "HTML = text"),
        ("panel/a.html", "{{ text|" + "safe }}"),
        ("panel/a.html", '<p style="color: red">'),
        ("panel/a.html", '<a onclick="go()">'),
        ("chat/a.py", "x = 1  # type: " + "ignore"),
        ("package-lock.json", '"resol' + 'ved": "https://example.org/a.tgz"'),
        ("docs/a.md", "see /" + "home/olga/parley"),
    ],
)
def test_found(file, text):
    assert _breaches(Path(file), text)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("chat/a.py", "from tests import evaluate; evaluate(1)"),
        ("chat/a.py", "x = y()  # type: ignore[no-untyped-call]"),
        ("panel/a.html", '<link rel="stylesheet" href="/static/panel.css">'),
        ("chat/a.ts", 'el.style.setProperty("--accent", color)'),
    ],
)
def test_allowed(file, text):
    assert not _breaches(Path(file), text)


def test_a_drawer_is_found_as_file_and_as_folder():
    assert _drawers(Path("chat/utils.py")) and _drawers(Path("chat/helpers/text.ts"))
    assert not _drawers(Path("chat/text.py"))


def test_long_functions_and_many_parameters_are_found():
    many = "def f(self, a, b, c, d, e, f, g): ...\n"
    long = "def g():\n" + "    x = 1\n" * 41

    found = list(_python_functions(Path("chat/a.py"), many + long))

    assert len(found) == 2


@pytest.mark.parametrize(
    "line", ["import requests", "from urllib import request", "import http.client", "import httpx", "from urllib3 import x"]
)
@pytest.mark.parametrize(
    "file", ["accounts/a.py", "chat/a.py", "widget/a.py", "panel/a.py", "integrations/connectors/slack/a.py", "config/a.py"]
)
def test_the_guarded_door_is_the_only_way_out(file, line):
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251", "--stdin-filename", file, "-"]
    done = subprocess.run(command, cwd=places.ROOT, input=line + "\n", text=True, capture_output=True, check=False)
    assert done.returncode == 1 and "only way out" in done.stdout
