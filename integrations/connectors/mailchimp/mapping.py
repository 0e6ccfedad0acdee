"""A visitor who agreed, as a member of an audience."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _

from chat.text import clean_line
from integrations.connectors import Prepared, Unsendable
from integrations.envelope import Envelope
from integrations.models import Integration

JSON = "application/json"
VALUE_LIMIT = 255  # characters of a text field of an audience


def audience(integration: Integration) -> str:
    settings = integration.settings
    return f"https://{settings['server']}.api.mailchimp.com/3.0/lists/{settings['audience']}"


def prepare(envelope: Envelope, integration: Integration) -> Prepared:
    """Raises Unsendable without an email, and without a consent that an operator asked for."""
    email, consent = clean_line(envelope.visitor.get("email", ""), 254), envelope.answers.get("consent") or {}
    if not email:
        raise Unsendable(_("This visitor’s email is unknown or was not selected."))
    if consent.get("value") is not True:
        raise Unsendable(_("This visitor has not agreed, or what they answered was not selected. Ask for their consent in the chat."))
    member: dict[str, Any] = {"email_address": email, "status_if_new": "pending" if integration.settings["double_opt_in"] else "subscribed"}
    if merged := _mapped(envelope, integration):
        member["merge_fields"] = merged
    if agreed_at := str(consent.get("answered_at") or ""):
        member["timestamp_signup"] = agreed_at
    address = f"{audience(integration)}/members/{member_hash(email)}"
    return Prepared("PUT", address, json.dumps(member, ensure_ascii=False).encode(), JSON)


def member_hash(email: str) -> str:
    """How Mailchimp names a member: not a secret, and not a protection of one."""
    return hashlib.md5(email.lower().encode(), usedforsecurity=False).hexdigest()


def _mapped(envelope: Envelope, integration: Integration) -> dict[str, str]:
    values = {theirs: clean_line(envelope.visitor.get(ours, ""), VALUE_LIMIT) for ours, theirs in integration.mapping.items()}
    return {theirs: value for theirs, value in values.items() if value}
