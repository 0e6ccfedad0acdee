"""I5, I7 and I8: what stands beside the messages, what the processes hold, and whether somebody would have been told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from tests.faults.check.delivery import Finding
from tests.faults.check.facts import SAID, TEAM, Talk, Talks
from tests.faults.check.journals import Client, Storm

STATUS_OF = {"closed": "closed", "ended": "closed", "reopened": "open"}

LONG_ENOUGH_S = 90.0  # a younger process is still filling its caches
WHOLE_CROWD = 0.9  # of the most descriptors a process ever held: from then on it holds what it needs, and may not grow
GROWTH, GROWTH_KB = 1.10, 16 * 1024
FILES = 60  # pools, selectors and logs beside the sockets

# What must have moved in at least one process when this was done.
SEEN_BY = {
    "valkey restarted empty": "parley_redis_losses_total",
    "pubsub connections cut": "parley_redis_losses_total",
    "postgres restarted": "parley_lane_losses_total",
    "postgres connections cut": "parley_lane_losses_total",
}


def counts_add_up(talks: Talks) -> Iterator[Finding]:
    """I5: counters, status and assignee of each row are what its timeline says, and the audit agrees."""
    for talk in talks.values():
        visitor = sum(row.author_kind == "visitor" and row.kind in SAID for row in talk.rows)
        team = sum(_from_team(row.author_kind, row.kind, row.public_number) for row in talk.rows)
        if (talk.from_visitor, talk.from_team) != (visitor, team):
            yield _state(talk, f"counts {talk.from_visitor}/{talk.from_team}, its lines {visitor}/{team}")
        events = [row.data for row in talk.rows if row.kind == "activity"]
        status = [STATUS_OF[one["event"]] for one in events if one["event"] in STATUS_OF]
        if talk.status != (status[-1] if status else "open"):
            yield _state(talk, f"is {talk.status}, its timeline ends with {status[-1:]}")
        assigned = [one.get("to") for one in events if one["event"] == "assigned"]
        if talk.assignee_name != (assigned[-1] if assigned else None):
            yield _state(talk, f"belongs to {talk.assignee_name}, its timeline says {assigned[-1:]}")
        if len(assigned) != talk.assigned_in_audit:
            yield _state(talk, f"was assigned {len(assigned)} times, the audit says {talk.assigned_in_audit}")


def _from_team(author_kind: str, kind: str, public_number: int | None) -> bool:
    return author_kind in TEAM and kind in SAID and public_number is not None


def _state(talk: Talk, sentence: str) -> Finding:
    return Finding("I5", "wrong state", f"{talk.id}: {sentence}")


def screens_agree(clients: list[Client], talks: Talks) -> Iterator[Finding]:
    """I5: status, assignee, read marks and unread on each screen are what a fresh load would show."""
    for client in clients:
        for conversation, final in client.finals.items():
            talk = talks.get(conversation)
            if talk is None:
                continue
            fresh = _fresh(talk, client.side)
            for name, value in fresh.items():
                if final[name] != value:
                    yield Finding("I5", "wrong state", f"{client.name} in {talk.id}: {name} is {final[name]}, a fresh load says {value}")


def _fresh(talk: Talk, side: str) -> dict[str, object]:
    if side == "operator":
        return {
            "status": talk.status,
            "assignee": talk.assignee,
            "visitor_read": talk.visitor_read,
            "operator_read": talk.operator_read,
        }
    return {
        "status": "closed" if talk.status == "closed" else "open",
        "assignee": talk.assignee,
        "visitor_read": talk.public(talk.visitor_read),
        "operator_read": talk.public(talk.operator_read),
        "unread": max(0, talk.from_team - talk.visitor_seen),
    }


def nothing_leaks(storm: Storm) -> Iterator[Finding]:
    """I7: with nobody connected a process holds few descriptors; one that lived long with its whole crowd does not grow."""
    lives: dict[tuple[str, int], list[dict[str, float]]] = defaultdict(list)
    for one in storm.samples:
        lives[one["who"], one["pid"]].append(one)
    for (who, pid), samples in lives.items():
        if samples[-1].get("idle") and samples[-1]["fds"] > FILES:
            yield Finding("I7", "leaks", f"{who} ({pid}) holds {samples[-1]['fds']} descriptors with nobody connected")
        crowded = _with_whole_crowd(samples)
        if crowded[-1]["t"] - crowded[0]["t"] < LONG_ENOUGH_S:
            continue
        quarter = len(crowded) // 4
        early = median(one["rss_kb"] for one in crowded[quarter : 2 * quarter])
        late = median(one["rss_kb"] for one in crowded[-quarter:])
        if late > max(early * GROWTH, early + GROWTH_KB):
            yield Finding("I7", "leaks", f"{who} ({pid}) grew from {early:.0f} to {late:.0f} kB")


def _with_whole_crowd(samples: list[dict[str, float]]) -> list[dict[str, float]]:
    """The samples from the first on that has about the most descriptors."""
    most = max(one["fds"] for one in samples)
    return samples[next(place for place, one in enumerate(samples) if one["fds"] >= most * WHOLE_CROWD) :]


def somebody_would_know(storm: Storm) -> Iterator[Finding]:
    """I8: the metrics saw each kind of fault that they are there for."""
    moved: set[str] = set()
    lives: dict[tuple[str, int], list[dict[str, float]]] = defaultdict(list)
    for one in storm.metrics:
        lives[one["who"], one["pid"]].append(one["values"])
    for life in lives.values():
        for before, after in pairwise(life):
            moved |= {name for name in after if after[name] > before.get(name, 0.0)}
    for fault in {one["fault"] for one in storm.injected} & SEEN_BY.keys():
        if SEEN_BY[fault] not in moved:
            yield Finding("I8", "unseen faults", f"“{fault}” happened and {SEEN_BY[fault]} did not move")
