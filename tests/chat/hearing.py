"""What browsers would hear: the pushes that an act publishes once it is committed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.test import TestCase

from accounts.models import Project
from chat import doorbell, groups
from chat.models import Visitor


class Heard:
    """Pushes by group, in the order in which they rang."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []

    def ring(self, group: str, text: str) -> None:
        self.texts.append((group, text))

    def in_group(self, group: str) -> list[dict[str, Any]]:
        return [json.loads(text) for name, text in self.texts if name == group]

    def by_operators(self, project: Project) -> list[dict[str, Any]]:
        return self.in_group(groups.operators(project.pk))

    def by_visitor(self, project: Project, visitor: Visitor) -> list[dict[str, Any]]:
        return self.in_group(groups.visitor(project.pk, visitor.public_id))


@contextmanager
def hearing() -> Iterator[Heard]:
    """Collect what is published inside, as if the transaction had been committed at the end."""
    heard = Heard()
    with patch.object(doorbell, "ring", heard.ring), TestCase.captureOnCommitCallbacks(execute=True):
        yield heard


def said(pushes: list[dict[str, Any]]) -> list[str]:
    """The pushes in short: `message text`, `message assigned`, `conversation closed`, `read operator` …"""
    words = []
    for push in pushes:
        detail = push.get("side", "")
        if push["type"] == "message":
            detail = (push["message"]["data"] or {}).get("event") or push["message"]["kind"]
        elif push["type"] == "conversation":
            detail = push["conversation"]["status"]
        words.append(f"{push['type']} {detail}".strip())
    return words
