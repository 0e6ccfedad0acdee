"""`make test`: everything the tests need, then vitest and pytest, and one last line."""

import json
import os
import shutil
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from launcher import places
from launcher.node import ensure_build, ensure_packages, node, node_env
from launcher.python import PYTHON, ensure_python
from launcher.say import Trouble, say, step
from launcher.tool import must_run, run_openly

RESULTS = places.VAR / "test"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def test(arguments: list[str]) -> int:
    """Run all tests, or pytest alone with these arguments. Returns the exit code."""
    ensure_python(tests=True)
    ensure_packages()
    ensure_build()
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    env = {**os.environ, **browser(), "PYTHONDONTWRITEBYTECODE": "1"}
    codes = [] if arguments else [_vitest()]
    codes.append(_pytest(arguments, env))
    counts = _from_pytest(RESULTS / "pytest.xml") + _from_vitest(RESULTS / "vitest.json")
    failed = counts["failed"] or (1 if any(codes) else 0)
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    say(f"\n{counts['passed']} passed, {failed} failed{skipped}")
    return 1 if failed else 0


def _vitest() -> int:
    say("\n  vitest\n")
    flags = ["--reporter=default", "--reporter=json", f"--outputFile.json={RESULTS / 'vitest.json'}", "--passWithNoTests"]
    return run_openly([node(), "node_modules/vitest/vitest.mjs", "run", *flags], env=node_env())


def _pytest(arguments: list[str], env: dict[str, str]) -> int:
    say("\n  pytest\n")
    return run_openly([PYTHON, "-m", "pytest", "-q", f"--junitxml={RESULTS / 'pytest.xml'}", *arguments], env=env)


def browser() -> dict[str, str]:
    """Name a Chromium in CHROMIUM. Root may install one; without one the browser tests are skipped, loudly.

    Raises Trouble where CI says that every test must run.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        with step("Chromium, by apt-get"):
            must_run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], "apt-get could not install it.")
        found = shutil.which("chromium")
    if found:
        return {"CHROMIUM": found}
    sentence = "There is no Chromium: the browser tests cannot run. Install one, or name it in CHROMIUM."
    if os.environ.get("CI") == "true":
        raise Trouble(sentence)
    say(f"\n  !  {sentence} They are SKIPPED.\n")
    return {}


def _from_pytest(file: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    if file.exists():
        for suite in ElementTree.parse(file).getroot().iter("testsuite"):
            numbers = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
            counts["failed"] += numbers["failures"] + numbers["errors"]
            counts["skipped"] += numbers["skipped"]
            counts["passed"] += numbers["tests"] - numbers["failures"] - numbers["errors"] - numbers["skipped"]
    return counts


def _from_vitest(file: Path) -> Counter[str]:
    if not file.exists():
        return Counter()
    said = json.loads(file.read_text())
    return Counter(
        passed=said["numPassedTests"],
        failed=said["numFailedTests"],
        skipped=said["numPendingTests"] + said["numTodoTests"],
    )
