"""Envelopes for the tests of connectors: an ordinary one, a hostile one, an empty one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from integrations.envelope import Envelope

AT = datetime(2026, 3, 4, 13, 40, tzinfo=UTC)
FORWARD = "7f3ac1de-0000-4000-8000-000000000001"
PROJECT = {"id": "11111111-1111-4111-8111-111111111111", "name": "Fernhill Pottery"}
CONSENT = {"value": True, "asked_by": "Ines", "why": "News about new glazes", "answered_at": "2026-03-04T13:39:00.000Z"}


def message(text: str, *, by: str = "Camille", kind: str = "visitor", **more: Any) -> dict[str, Any]:
    author = {"kind": kind, "id": None, "name": by, "avatar": None}
    plain = {"number": 1, "kind": "text", "author": author, "text": text, "attachments": [], "deleted": False}
    return {**plain, "created_at": "2026-03-04T13:38:00.000Z", **more}


def envelope(**changes: Any) -> Envelope:
    """Camille asked Ines for blue bowls, and left her address."""
    ordinary: dict[str, Any] = {
        "forward": FORWARD,
        "pressed_at": AT,
        "pressed_by": {"id": "m1", "name": "Ines"},
        "project": PROJECT,
        "conversation": {"id": "22222222-2222-4222-8222-222222222222", "number": 1042, "subject": "Blue bowls", "tags": ["order"]},
        "messages": [message("Do you have blue bowls?"), message("Yes, six of them.", by="Ines", kind="operator")],
        "visitor": {"name": "Camille Roy", "email": "camille@roy.example", "phone": "+33 1 23 45 67 89"},
        "answers": {"consent": CONSENT},
    }
    return Envelope(**{**ordinary, **changes})


def empty() -> Envelope:
    """A visitor of whom nothing is known, in a conversation of which nothing was selected."""
    return envelope(conversation={}, messages=[], visitor={}, answers={})
