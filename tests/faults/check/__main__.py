"""`python -m tests.faults.check FOLDER DATABASE_URL [--least N] [--caught-up S]`: a table, and exit status 0 or 1.

FOLDER holds `journal.jsonl` of the clients, `storm.jsonl` of the nemesis and `customers.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from tests.faults.check.delivery import (
    Finding,
    acknowledged_is_stored,
    everything_is_shown,
    no_wrong_label,
    nobody_else_hears,
    nothing_twice,
    numbers_have_no_gaps,
)
from tests.faults.check.facts import Talks, read_talks
from tests.faults.check.journals import Client, Storm, read_clients, read_storm
from tests.faults.check.lateness import Late, by_fault, caught_up, percentile
from tests.faults.check.state import counts_add_up, nothing_leaks, screens_agree, somebody_would_know

COLUMNS = ("lost", "doubled", "out of order", "gaps", "wrong reader", "failed but stored", "never sent")
BESIDE = ("wrong state", "leaks", "unseen faults", "too few", "too late")
SENTENCES = 40


def judge(clients: list[Client], talks: Talks, storm: Storm, projects: dict[str, str]) -> list[Finding]:
    """Every violation there is."""
    return [
        *acknowledged_is_stored(clients, talks),
        *nothing_twice(clients, talks),
        *numbers_have_no_gaps(talks),
        *everything_is_shown(clients, talks),
        *nobody_else_hears(clients, talks, projects),
        *counts_add_up(talks),
        *screens_agree(clients, talks),
        *no_wrong_label(clients, talks),
        *nothing_leaks(storm),
        *somebody_would_know(storm),
    ]


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("database")
    asked.add_argument("--least", type=int, default=1, help="acknowledged messages below which the run proves nothing")
    asked.add_argument("--caught-up", type=float, default=0.0, help="judge the 95th percentile, in seconds")
    options = asked.parse_args()
    folder: Path = options.folder
    clients, storm = read_clients(folder / "journal.jsonl"), read_storm(folder / "storm.jsonl")
    projects: dict[str, str] = json.loads((folder / "projects.json").read_text(encoding="utf-8"))
    talks = read_talks(options.database)
    findings = judge(clients, talks, storm, projects)
    acked, late = len({one.id for client in clients for one in client.acked}), caught_up(clients, talks, storm)
    if acked < options.least:
        findings.append(Finding("", "too few", f"{acked} messages were acknowledged, {options.least} are wanted"))
    p95 = percentile([one.seconds for one in late], 0.95)
    if options.caught_up and p95 > options.caught_up:
        findings.append(Finding("I2", "too late", f"caught up within {p95:.1f} s at the 95th percentile"))
    _print(findings, acked, sum(len(talk.rows) for talk in talks.values()), late, storm)
    return 1 if findings else 0


def _print(findings: list[Finding], acked: int, stored: int, late: list[Late], storm: Storm) -> None:
    count = Counter(finding.column for finding in findings)
    sys.stdout.write(f"\n  messages acknowledged  {acked:>8}\n  lines stored           {stored:>8}\n")
    for column in (*COLUMNS, *(one for one in BESIDE if count[one])):
        sys.stdout.write(f"  {column:<22} {count[column]:>8}\n")
    faults = Counter(one["fault"] for one in storm.injected)
    kinds = ", ".join(f"{many} × {name}" for name, many in sorted(faults.items()))
    sys.stdout.write(f"  faults                 {faults.total():>8}   {kinds}\n")
    _print_late("a heal", [one.seconds for one in late])
    for fault, seconds in by_fault(late).items():
        _print_late(f"“{fault}”", seconds)
    for finding in findings[:SENTENCES]:
        sys.stdout.write(f"  ✗ {finding.invariant:<2} {finding.sentence}\n")
    if len(findings) > SENTENCES:
        sys.stdout.write(f"  … and {len(findings) - SENTENCES} more\n")


def _print_late(after: str, late: list[float]) -> None:
    if late:
        p50, p95 = percentile(late, 0.5), percentile(late, 0.95)
        sys.stdout.write(f"  caught up after {after:<34} p50 {p50:5.2f} s, p95 {p95:5.2f} s, max {late[-1]:5.2f} s\n")


if __name__ == "__main__":
    sys.exit(main())
