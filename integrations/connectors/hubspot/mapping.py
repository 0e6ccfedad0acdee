"""A conversation as HubSpot's two records. A note's text is HTML there, so ours is escaped."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from chat.text import clean_line
from chat.times import rfc3339
from integrations.connectors import Prepared, Unsendable
from integrations.connectors.transcript import letter
from integrations.envelope import Envelope
from integrations.models import Integration

API = "https://api.hubapi.com"
CONTACTS = f"{API}/crm/v3/objects/contacts"
NOTES = f"{API}/crm/v3/objects/notes"
LINES = "application/x-ndjson"  # of the two bodies; each goes as JSON
NOTE_LIMIT = 65_000  # of 65 536 characters
VALUE_LIMIT = 250


def prepare(envelope: Envelope, integration: Integration) -> Prepared:
    """The contact's line, then the note's. Raises Unsendable without an email, by which HubSpot tells people apart."""
    email = clean_line(envelope.visitor.get("email", ""), 254)
    if not email:
        raise Unsendable(_("HubSpot knows people by their email, and this visitor’s is unknown or was not selected."))
    note = note_html(letter(envelope, NOTE_LIMIT, size=lambda part: len(note_html(part))))
    contact = {"properties": {"email": email, **_mapped(envelope, integration)}}
    told = {"properties": {"hs_timestamp": rfc3339(envelope.pressed_at), "hs_note_body": note}}
    return Prepared("POST", CONTACTS, b"\n".join(map(_line, (contact, told))), LINES)


def note_html(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _mapped(envelope: Envelope, integration: Integration) -> dict[str, str]:
    """What was selected, under the names that the settings give it; what is empty erases nothing there."""
    values = {theirs: clean_line(envelope.visitor.get(ours, ""), VALUE_LIMIT) for ours, theirs in integration.mapping.items()}
    return {theirs: value for theirs, value in values.items() if value}


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()
