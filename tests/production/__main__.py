"""`make production-check`: brings production up on loopback, and shows that it keeps its promises."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import places
from launcher.account import dropped_account
from launcher.say import Trouble, say, step
from launcher.supervisor import Supervisor
from tests.production import doors, queue, refusals, rolling, story
from tests.production.findings import Findings
from tests.production.topology import Topology

PARTS: dict[str, tuple[str, Callable[[Topology, Findings], None]]] = {
    "refusals": ("What must not start", refusals.refuse),
    "doors": ("From outside", doors.look),
    "story": ("The main job, over https and wss", story.play),
    "queue": ("Behind the scenes", queue.look),
    "rolling": ("A rolling restart under load", rolling.restart),
}


def main(chosen: list[str]) -> int:
    """Run all parts, or those that are named."""
    findings = Findings()
    began = time.monotonic()
    with _folder() as folder, Supervisor(places.LOGS / "production") as supervisor:
        topology = _bring_up(folder, supervisor)
        for name, (title, part) in PARTS.items():
            if not chosen or name in chosen:
                with findings.part(title):
                    part(topology, findings)
    code = findings.close()
    say(f"  after {time.monotonic() - began:.0f} s. Logs in var/log/production/.")
    return code


def _bring_up(folder: Path, supervisor: Supervisor) -> Topology:
    say("\n  Production on this machine: Caddy, two socket processes, pages, worker, beat, Postgres and Valkey with TLS\n")
    with step("Certificates and data folders"):
        topology = Topology.lay_out(folder, supervisor)
    with step("Postgres and Valkey, with TLS"):
        topology.start_stores()
    with step("Migrations and static files"):
        topology.prepare()
    with step("Sockets, pages, worker, beat and Caddy"):
        topology.start_processes()
    return topology


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that is gone afterwards. As root, Postgres' user must be able to pass through it, and nothing else."""
    folder = Path(tempfile.mkdtemp(prefix="parley-production-"))
    if dropped_account():
        folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    os.chdir(places.ROOT)
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        say(f"\n  ✗  {trouble}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
