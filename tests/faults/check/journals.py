"""What clients and the nemesis wrote down."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

Json = dict[str, Any]


class Shown(NamedTuple):
    at: float
    number: int
    kind: str
    text: str


class Acked(NamedTuple):
    at: float
    id: str
    conversation: str
    number: int


@dataclass
class Client:
    """One client's journal, sorted by what the lines say."""

    name: str
    role: str = ""  # tab, operator, bystander, meddler
    customer: str = ""
    talks: list[str] = field(default_factory=list)  # by their markers in texts
    sent: dict[str, tuple[float, str]] = field(default_factory=dict)
    acked: list[Acked] = field(default_factory=list)
    shown: dict[str, list[Shown]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    beside: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    finals: dict[str, Json] = field(default_factory=dict)
    ended: bool = False

    @property
    def side(self) -> str:
        return "operator" if self.role == "operator" else "visitor"


@dataclass
class Storm:
    """What the nemesis did and measured."""

    injected: list[Json] = field(default_factory=list)
    healed: list[Json] = field(default_factory=list)
    samples: list[Json] = field(default_factory=list)  # who, pid, rss_kb, fds
    metrics: list[Json] = field(default_factory=list)  # who, pid, values


def read_clients(path: Path) -> list[Client]:
    clients: dict[str, Client] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            name = said["who"]
            _take(clients.setdefault(name, Client(name)), said)
    return list(clients.values())


def _take(client: Client, said: Json) -> None:
    match said["op"]:
        case "show":
            client.shown.setdefault(said["c"], []).append(Shown(said["t"], said["n"], said["k"], said["x"]))
        case "sent":
            client.sent[said["id"]] = (said["t"], said["x"])
        case "acked":
            client.acked.append(Acked(said["t"], said["id"], said["c"], said["n"]))
        case "who":
            client.role, client.customer, client.talks = said["role"], said["customer"], said["talks"]
        case "heard":
            client.heard.append(said["raw"])
        case "beside":
            client.beside.add(said["c"])
        case "failed":
            client.failed.append(said["id"])
        case "final":
            client.finals[said["c"]] = said
        case "end":
            client.stuck, client.ended = said["stuck"], True
        case _:
            pass  # told for people


def read_storm(path: Path) -> Storm:
    storm = Storm()
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            kinds = {"inject": storm.injected, "heal": storm.healed, "sample": storm.samples, "metrics": storm.metrics}
            kinds.get(said["op"], []).append(said)
    return storm
