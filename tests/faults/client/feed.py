"""What one client shows of one conversation: by number, without gaps, repeats dropped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]


class Feed:
    """`last` is the newest number shown, `known` the highest that is known to exist."""

    def __init__(self, conversation: str) -> None:
        self.conversation = conversation
        self.last = self.known = 0
        self.beyond: dict[int, Json] = {}
        self.shape: Json = {}
        self.visitor_read = self.operator_read = 0
        self.team: list[int] = []  # numbers of the team's texts, for the visitor's unread

    @property
    def missing(self) -> bool:
        return self.known > self.last

    def receive(self, messages: Iterable[Json]) -> list[Json]:
        """Take lines; those that can be shown now, in order."""
        for message in messages:
            if message["number"] > self.last:
                self.beyond[message["number"]] = message
                self.known = max(self.known, message["number"])
        shown = []
        while self.last + 1 in self.beyond:
            self.last += 1
            message = self.beyond.pop(self.last)
            shown.append(message)
            if message["author"]["kind"] in ("operator", "bot") and message["kind"] in ("text", "form"):
                self.team.append(self.last)
        return shown

    def describe(self, shape: Json) -> None:
        """Take a conversation's present shape, unless we hold a younger one."""
        if _age(shape) < _age(self.shape):
            return
        self.shape = shape
        self.mark("visitor", shape["visitor_read"])
        self.mark("operator", shape["operator_read"])
        self.known = max(self.known, shape["last_number"])

    def mark(self, side: str, number: int) -> None:
        """Read marks only move forward."""
        if side == "visitor":
            self.visitor_read = max(self.visitor_read, number)
        else:
            self.operator_read = max(self.operator_read, number)

    def state(self) -> Json:
        """What stands on the screen, for the journal."""
        return {
            "c": self.conversation,
            "last": self.last,
            "status": self.shape.get("status"),
            "assignee": (self.shape.get("assignee") or {}).get("id"),
            "visitor_read": self.visitor_read,
            "operator_read": self.operator_read,
            "unread": sum(number > self.visitor_read for number in self.team),
        }


def _age(shape: Json) -> tuple[int, str]:
    return (shape.get("last_number", -1), shape.get("updated_at", ""))
