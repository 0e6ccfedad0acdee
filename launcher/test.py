"""`make test`: everything the tests need, then vitest and pytest, and one last line."""

import json
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from launcher import places
from launcher.catalogues import ensure_catalogues
from launcher.node import ensure_build, ensure_packages, node, node_env
from launcher.program import Program, start
from launcher.python import PYTHON, ensure_python
from launcher.say import Trouble, say, step
from launcher.tool import must_run, run_openly

RESULTS = places.VAR / "test"
# Waiting is most of what these do: they run beside the others, with stores of their own.
BESIDE = ("tests/browser", "tests/faults", "tests/sockets")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def test(arguments: list[str]) -> int:
    """Run all tests, or pytest alone with these arguments. Returns the exit code."""
    ensure_python(tests=True)
    ensure_packages()
    ensure_build()
    ensure_catalogues()
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    env = {**os.environ, **browser(), "PYTHONDONTWRITEBYTECODE": "1"}
    codes = {} if arguments else {"vitest": _vitest()}
    codes |= {"pytest": _pytest(arguments, env)} if arguments else _both_halves(env)
    counts = _from_pytest(RESULTS / "pytest.xml") + _from_pytest(RESULTS / "beside.xml") + _from_vitest(RESULTS / "vitest.json")
    failed = counts["failed"] or (1 if any(codes.values()) else 0)
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    for name in ("pytest", "beside"):
        if codes.get(name):
            found = _failed_in(RESULTS / f"{name}.xml")
            say("\n".join(found or [f"  {name}: no test failed, but what watches them found something: see above"]))
    say(f"\n{counts['passed']} passed, {failed} failed{skipped}")
    return 1 if failed else 0


def _vitest() -> int:
    say("\n  vitest\n")
    flags = ["--reporter=default", "--reporter=json", f"--outputFile.json={RESULTS / 'vitest.json'}", "--passWithNoTests"]
    return run_openly([node(), "node_modules/vitest/vitest.mjs", "run", *flags], env=node_env())


def _pytest(arguments: list[str], env: dict[str, str]) -> int:
    say("\n  pytest\n")
    return run_openly(_argv("pytest", *arguments), env=env)


def _argv(name: str, *arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "pytest", "-q", f"--junitxml={RESULTS / name}.xml", *arguments]


def _halves() -> dict[str, list[str]]:
    """The two runs that all tests are, by the name of their results: what pytest is told."""
    cache = f"cache_dir={places.VAR / 'cache' / 'pytest-beside'}"
    return {"pytest": [f"--ignore={folder}" for folder in BESIDE], "beside": ["-o", cache, *BESIDE]}


def _both_halves(env: dict[str, str]) -> dict[str, int]:
    """All tests, at the same time. What the second run says is shown after the first. Returns both exit codes."""
    said, halves = RESULTS / "beside.log", _halves()
    with said.open("wb") as log:
        beside = start(Program("pytest", _argv("beside", *halves["beside"]), env, lambda: True, cwd=places.ROOT), log)
    try:
        code = _pytest(halves["pytest"], env)
        say(f"\n  pytest, beside it: {' '.join(BESIDE)}\n")
        _follow(said, beside)
    finally:
        beside.terminate()
        beside.wait()
    return {"pytest": code, "beside": beside.returncode}


def _follow(file: Path, process: "subprocess.Popen[bytes]") -> None:
    """Show what a process has written, and writes, until it has ended."""
    with file.open(encoding="utf-8", errors="replace") as log:
        ended = False
        while not ended:
            ended = process.poll() is not None
            sys.stdout.write(log.read())
            sys.stdout.flush()
            time.sleep(0.0 if ended else 0.5)


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


def _failed_in(file: Path) -> list[str]:
    """What failed, a line each with its first words: the end of a long log is all that some people get to see."""
    if not file.exists():
        return []
    cases = ElementTree.parse(file).getroot().iter("testcase")
    found = [(case, trouble) for case in cases for trouble in case if trouble.tag in ("failure", "error")]
    return [f"  {one.get('classname')}::{one.get('name')}: {(why.get('message') or '')[:300]}" for one, why in found]


def _from_vitest(file: Path) -> Counter[str]:
    if not file.exists():
        return Counter()
    said = json.loads(file.read_text())
    return Counter(
        passed=said["numPassedTests"],
        failed=said["numFailedTests"],
        skipped=said["numPendingTests"] + said["numTodoTests"],
    )
