"""Who lives in the benchmark's database: projects, their visitors with one open conversation each, and a key for operators."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Site:
    """A project. `id` is internal; clients name it by `public_id` or `key`."""

    id: int
    public_id: str
    key: str


@dataclass(frozen=True)
class Guest:
    """A visitor. `site` is their project's place in the list; the ids without `public` are internal."""

    site: int
    id: int
    public_id: str
    token: str
    conversation: int
    conversation_public_id: str


@dataclass(frozen=True)
class World:
    """Everything that a client or the floor has to know."""

    api_key: str
    sites: list[Site]
    guests: list[Guest]

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, file: Path) -> World:
        told = json.loads(file.read_text())
        return cls(told["api_key"], [Site(**one) for one in told["sites"]], [Guest(**one) for one in told["guests"]])
