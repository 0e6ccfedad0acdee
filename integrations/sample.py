"""A conversation that never was, for trying an integration: Camille asks for blue bowls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Member
from chat.times import rfc3339
from integrations.envelope import Envelope
from integrations.models import Integration

NOBODY = "00000000-0000-4000-8000-000000000000"
PERSON = {"name": "Camille Sample", "email": "camille@example.com", "phone": "+33 1 99 00 12 34"}


def sample_envelope(integration: Integration, member: Member, *, forward: str, at: datetime) -> Envelope:
    """With the fields that are selected in the settings, so that people see what would leave."""
    chosen, project = set(integration.fields), integration.project
    team = {"id": str(member.public_id), "name": member.name}
    talk = {"id": NOBODY, "number": 1, "status": "open", "subject": _("A sample from Parley"), "tags": [], "created_at": rfc3339(at)}
    visitor: dict[str, Any] = {name: value for name, value in PERSON.items() if name in chosen}
    if "pages" in chosen:
        visitor["pages"] = [{"url": "https://example.com/bowls", "title": "Bowls", "at": rfc3339(at)}]
    if "data" in chosen:
        visitor["data"] = {"plan": "sample"}
    said = [("visitor", PERSON["name"], _("Do you have blue bowls?")), ("operator", member.name, _("Yes, six of them."))]
    answer = {"value": True, "asked_by": member.name, "why": _("A sample from Parley"), "answered_at": rfc3339(at)}
    return Envelope(
        forward=forward,
        pressed_at=at,
        pressed_by=team,
        project={"id": str(project.public_id), "name": project.name},
        conversation=talk if "conversation" in chosen else {},
        messages=[_message(number, *line, at=at) for number, line in enumerate(said, 1)] if "messages" in chosen else [],
        visitor=visitor,
        answers={"consent": answer} if "answers" in chosen else {},
    )


def _message(number: int, kind: str, name: str, text: str, *, at: datetime) -> dict[str, Any]:
    moment = rfc3339(at - timedelta(minutes=3 - number))
    author = {"kind": kind, "id": None, "name": name, "avatar": None}
    whole = {"conversation": NOBODY, "number": number, "kind": "text", "author": author, "text": text, "data": None, "attachments": []}
    return {**whole, "client_id": None, "created_at": moment, "edited_at": None, "deleted": False}
