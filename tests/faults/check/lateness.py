"""How long after a heal each client had everything that was stored by then, and nothing of its own was left unsaid."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from math import ceil, inf
from typing import NamedTuple

from tests.faults.check.facts import Talks
from tests.faults.check.journals import Client, Storm


class Late(NamedTuple):
    """One client after one heal; infinite for never."""

    seconds: float
    fault: str


def caught_up(clients: list[Client], talks: Talks, storm: Storm) -> list[Late]:
    """One for each heal and client, the latest last."""
    heals = [one["t"] for one in storm.healed]
    names = [one["fault"] for one in storm.healed]
    each = [_of_client(client, talks, heals) for client in clients if client.finals]
    return sorted(Late(*one) for late in each for one in zip(late, names, strict=True))


def by_fault(late: Iterable[Late]) -> dict[str, list[float]]:
    """The same, sorted, for each kind of fault: the slowest kind first."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for one in late:
        kinds[one.fault].append(one.seconds)
    return dict(sorted(kinds.items(), key=lambda kind: -percentile(kind[1], 0.95)))


def _of_client(client: Client, talks: Talks, heals: list[float]) -> list[float]:
    acked = {one.id: one.at for one in reversed(client.acked)}
    late = [0.0] * len(heals)
    for client_id, (at, _) in client.sent.items():
        for place in _open_at(heals, at, acked.get(client_id, inf)):
            late[place] = max(late[place], acked.get(client_id, inf) - heals[place])
    for conversation, shown in client.shown.items():
        rows = talks[conversation].rows_for(client.side) if conversation in talks else []
        stored = [row.at for row in rows]
        seen = {one.number: one.at for one in shown}
        for place, heal in enumerate(heals):
            newest = bisect_right(stored, heal)  # created in order, since a conversation's lock orders its transactions
            if newest:
                at = seen.get(int(rows[newest - 1].number_for(client.side) or 0), inf)
                late[place] = max(late[place], at - heal)
    return late


def _open_at(heals: list[float], sent: float, acked: float) -> range:
    """The heals between saying and acknowledgement."""
    return range(bisect_right(heals, sent), bisect_right(heals, acked))


def percentile(values: list[float], share: float) -> float:
    return values[max(0, ceil(len(values) * share) - 1)] if values else 0.0
