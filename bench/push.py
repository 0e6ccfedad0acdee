"""The push of a message as Parley's contract has it: the Python servers beside Parley send exactly this."""

from __future__ import annotations

from typing import Any

from bench.world import Guest


def push_of(guest: Guest, frame: dict[str, Any], number: int, at: str, client_id: str | None) -> dict[str, Any]:
    """`client_id` is None for the other side."""
    message = {
        "conversation": guest.conversation_public_id,
        "number": number,
        "kind": "text",
        "author": {"kind": "visitor", "id": guest.public_id, "name": "", "avatar": None},
        "text": frame["text"],
        "data": None,
        "attachments": [],
        "client_id": client_id,
        "created_at": at,
        "edited_at": None,
        "deleted": False,
    }
    return {"type": "message", "conversation": guest.conversation_public_id, "message": message}
