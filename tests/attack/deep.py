"""`make attack`: schemathesis, all of its checks and phases, against a real Parley, as the owners of two accounts.

Each owner asks twice: in the panel's session with the ids of what Olga's account really has, and with a key for whatever schemathesis
learns or makes up. Afterwards Gus asks for everything that Olga was shown. `ATTACK_EXAMPLES` is how many requests an operation gets in a
phase, `ATTACK_SECONDS` how long each of the four runs may take, `ATTACK_SEED` repeats one.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from accounts.actions.issue_api_key import issue_personal_key
from panel.api.document import operation_id
from panel.api.operations import OPERATIONS
from tests.cast import CANARY
from tests.panel.api.asking import asker_of, client_of
from tests.serving import House, house

__all__ = ["house"]
EXAMPLES = os.environ.get("ATTACK_EXAMPLES", "40")
SECONDS = os.environ.get("ATTACK_SECONDS", "120")
SEED = os.environ.get("ATTACK_SEED") or str(random.randrange(2**32))
TOKEN = "a" * 32
FEED = "/api/v1/live/feed"  # it waits for news, up to 25 s a request
PEOPLE_ONLY = [operation_id(one) for one in OPERATIONS if one.people_only]
# Refused for a reason that no schema can say (what is there, who may); and an export or erasure that is called off stays in its list.
LEFT_OUT = "positive_data_acceptance,object_level_authorization,use_after_free"
# Where the ids are given, what was just made is not what is asked for; a cookie in a header cannot be taken away by `ignored_auth`; and
# in a project that is not theirs people find nothing, whatever the method.
LEFT_OUT_IN_SESSION = ",ensure_resource_availability,ignored_auth,unsupported_method"


@dataclass(frozen=True)
class Asked:
    """A request of a run, and what came of it."""

    method: str
    path: str
    status: int
    text: str


def in_session(house: House, name: str) -> dict[str, str]:
    """The panel's cookies of somebody who signed in a moment ago, with a CSRF token."""
    session = client_of(house.cast, name).cookies[settings.SESSION_COOKIE_NAME].value
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}", "X-CSRFToken": TOKEN}


def with_a_key(house: House, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_personal_key(getattr(house.cast, name), name='Attack')}"}


def run(house: House, headers: dict[str, str], folder: Path, ids: dict[str, str]) -> tuple[int, str, list[Asked]]:
    """One run of the command: its exit code, its words, and what it asked."""
    folder.mkdir()
    config, har = folder / "config.toml", folder / "asked.har"
    places = "".join(f'"path.{place}" = "{one}"\n' for place, one in ids.items())
    config.write_text(f"[generation]\nwith-security-parameters = false\n[parameters]\n{places}", encoding="utf-8")
    argv = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(config), "run", f"{house.web.url}/api/schema/"]
    argv += ["--url", house.web.url, "--checks", "all", "--exclude-checks", LEFT_OUT, "--exclude-path", FEED, "--seed", SEED]
    argv += ["--max-examples", EXAMPLES, "--max-time", SECONDS, "--continue-on-failure", "--no-shrink", "--suppress-health-check", "all"]
    argv += ["--report", "har", "--report-har-path", str(har), "--output-sanitize", "false", "--workers", "1", "--warnings", "off"]
    for header, value in headers.items():
        argv += ["-H", f"{header}: {value}"]
    if "Authorization" in headers:
        argv += [word for one in PEOPLE_ONLY for word in ("--exclude-operation-id", one)]
    else:
        argv[argv.index(LEFT_OUT)] += LEFT_OUT_IN_SESSION
    done = subprocess.run(
        argv,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "examples")},
    )
    return done.returncode, done.stdout + done.stderr, list(read(har, house.web.url))


def read(har: Path, origin: str) -> list[Asked]:
    """What stands in a run's log."""
    entries: list[dict[str, Any]] = json.loads(har.read_text(encoding="utf-8"))["log"]["entries"] if har.exists() else []
    return [
        Asked(
            one["request"]["method"],
            one["request"]["url"].removeprefix(origin),
            one["response"]["status"],
            one["response"]["content"].get("text") or "",
        )
        for one in entries
    ]


class TestAttack:
    """In this order: what Olga was shown is then asked for by Gus."""

    def test_everything(self, house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        ids = asker_of(house.cast, "olga").ids
        runs = [(name, part) for name in ("olga", "gus") for part in ("in session", "with a key")]
        found: dict[tuple[str, str], tuple[int, str, list[Asked]]] = {}
        for number, (name, part) in enumerate(runs):
            headers = in_session(house, name) if part == "in session" else with_a_key(house, name)
            found[name, part] = run(house, headers, tmp_path / str(number), ids if part == "in session" else {})
            code, words, asked = found[name, part]
            with capsys.disabled():
                statuses = ", ".join(f"{status}: {count}" for status, count in sorted(Counter(one.status for one in asked).items()))
                print(f"\n  {name}, {part}: {len(asked)} requests ({statuses}), exit code {code}, seed {SEED}")
                if code:
                    print(words)
        olgas = {one.path for (name, _), (_, _, asked) in found.items() for one in asked if name == "olga" and shown(one)}
        heard = [one for (name, _), (_, _, asked) in found.items() for one in asked if name == "gus"]
        heard += again(house, "gus", olgas)
        with capsys.disabled():
            print(f"  of Olga's, asked for by Gus: {len(olgas)} addresses; {len(heard)} answers that Gus got")
        assert olgas and not [one for one in heard if CANARY in one.text], "nothing of one account is shown to the other"
        assert not [one for run in found.values() for one in run[2] if one.status >= 500]
        assert not any(code for code, _, _ in found.values())


def shown(one: Asked) -> bool:
    return one.method == "GET" and one.status == 200 and CANARY in one.text


def again(house: House, name: str, paths: set[str]) -> list[Asked]:
    """Ask for all of these as somebody else."""
    client = client_of(house.cast, name)
    answers = [(path, client.get(path)) for path in sorted(paths)]
    return [Asked("GET", path, answer.status_code, answer.content.decode()) for path, answer in answers]
