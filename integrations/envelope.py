"""What a press is about, before any connector has put it into the words of the other side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Envelope:
    """The selected fields of one conversation in Parley's own shapes, and nothing else: what was not selected is not here.

    `forward` is the forward's public id: the same at every attempt, another one for "send again". `messages` never has a note.
    `answers` are what the visitor said when an operator asked: by name, each `{value, asked_by, why, answered_at}`; consent is
    the one named `consent`.
    """

    forward: str
    pressed_at: datetime
    pressed_by: dict[str, Any]
    project: dict[str, Any]
    conversation: dict[str, Any] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    visitor: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(message.get("kind") == "note" for message in self.messages):
            raise ValueError("A private note never leaves.")  # whoever put it there has a bug: better nothing is sent

    @property
    def data(self) -> dict[str, Any]:
        """The whole as a webhook has it (`contract.md`)."""
        whole: dict[str, Any] = {"conversation": self.conversation, "messages": self.messages, "visitor": self.visitor}
        if self.answers:
            whole["answers"] = self.answers
        return {**whole, "project": self.project, "pressed_by": self.pressed_by}
