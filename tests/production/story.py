"""Has pytest play the main job in a real Chromium against the running topology."""

from __future__ import annotations

import json
import os
import re
import sys

from launcher.say import say
from launcher.secret import write_private
from launcher.tool import run_quietly
from tests.production.findings import Findings
from tests.production.topology import Topology

TOOK = re.compile(r"^(.+: \d+ ms)$", re.MULTILINE)
# The fixtures and the stop-watch of the browser tests, of which main_job.py replaces three.
PYTEST = ["-m", "pytest", "-q", "-p", "tests.browser.conftest", "-p", "no:randomly", "tests/production/main_job.py"]


def play(topology: Topology, findings: Findings) -> None:
    """One finding for the story, and one for each wait in it. A story that was skipped has not been told."""
    file = topology.folder / "story.json"
    write_private(file, json.dumps(topology.story()))
    done = run_quietly([sys.executable, *PYTEST], env={**os.environ, "PARLEY_STORY": str(file), "CI": "true"})
    summary = done.stdout.strip().rpartition("\n")[2]
    findings.add(done.returncode == 0 and "1 passed" in summary, "sign up, confirm by mail, paste the tag, talk, reload", summary)
    for line in TOOK.findall(done.stdout):
        findings.add(True, *line.rsplit(": ", 1))
    if done.returncode:
        say(done.stdout[-6000:])
