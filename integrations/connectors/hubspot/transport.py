"""Find or make the contact, find or make the note, and bring the two together."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from integrations import outbound
from integrations.connectors import Outcome, Prepared, Secrets
from integrations.connectors.answers import PASSING, guarded, outcome_of, record_of, said
from integrations.connectors.hubspot.mapping import API, CONTACTS, NOTES
from integrations.models import Integration
from integrations.outbound import Answer

JSON = "application/json"
EXISTING = re.compile(r"Existing ID: (\d+)")  # how a 409 names the contact that is there
DONE = (200, 201)
PASSING_HERE = PASSING | {409, 423, 477}  # somebody was faster; too many writes at once; the account is being moved
FORWARD = re.compile(r"\b[0-9a-f]{32}\b")  # the last of them is the footer's
UNREADABLE = Outcome(delivered=False, status=200, retry=True, detail="HubSpot’s answer cannot be read.")


class _Stopped(Exception):
    """An answer after which there is nothing more to do."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


@guarded
def send(prepared: Prepared, integration: Integration, secrets: Secrets, *, delivery_id: str, at: datetime) -> Outcome:
    contact, note = prepared.body.split(b"\n")
    try:
        contact_id = _contact(contact, secrets)
        note_id = _note(note, secrets)
        joined = _ask("PUT", f"{API}/crm/v4/objects/notes/{note_id}/associations/default/contacts/{contact_id}", secrets)
    except _Stopped as stopped:
        if stopped.answer.status in DONE:
            return UNREADABLE
        return outcome_of(stopped.answer, secrets=secrets, passing=PASSING_HERE)
    return outcome_of(joined, secrets=secrets, passing=PASSING_HERE)


@guarded
def check(integration: Integration, secrets: Secrets) -> Outcome:
    """Whether the token reads contacts: of one of them, its number alone."""
    return outcome_of(_ask("GET", f"{CONTACTS}?limit=1&properties=hs_object_id", secrets), secrets=secrets)


def _contact(body: bytes, secrets: Secrets) -> str:
    """The contact of this email, with the properties that were selected; its id."""
    email = json.loads(body)["properties"]["email"]
    found = _search(CONTACTS, {"propertyName": "email", "operator": "EQ", "value": email}, secrets)
    if not found:
        answer = _ask("POST", CONTACTS, secrets, body)
        if answer.status in DONE:
            return _id_of(answer)
        there = EXISTING.search(said(answer)) if answer.status == 409 else None
        if there is None:
            raise _Stopped(answer)
        found = there[1]
    return _id_of(_ask("PATCH", f"{CONTACTS}/{found}", secrets, body))


def _note(body: bytes, secrets: Secrets) -> str:
    """The note of this press; its id."""
    forward = FORWARD.findall(json.loads(body)["properties"]["hs_note_body"])[-1]
    found = _search(NOTES, {"propertyName": "hs_note_body", "operator": "CONTAINS_TOKEN", "value": forward}, secrets)
    return found or _id_of(_ask("POST", NOTES, secrets, body))


def _search(records: str, asked: dict[str, str], secrets: Secrets) -> str:
    """The id of the first record with this property; '' for none."""
    question = {"filterGroups": [{"filters": [asked]}], "properties": ["hs_object_id"], "limit": 1}
    answer = _ask("POST", f"{records}/search", secrets, json.dumps(question).encode())
    results = record_of(answer).get("results") if answer.status in DONE else None
    if not isinstance(results, list):
        raise _Stopped(answer)
    if not results:
        return ""
    return _number(results[0].get("id") if isinstance(results[0], dict) else None, answer)


def _id_of(answer: Answer) -> str:
    if answer.status not in DONE:
        raise _Stopped(answer)
    return _number(record_of(answer).get("id"), answer)


def _number(raw: Any, answer: Answer) -> str:
    """An id, which will stand in an address: digits, whatever the answer says."""
    if not re.fullmatch(r"\d{1,30}", str(raw), re.ASCII):
        raise _Stopped(answer)
    return str(raw)


def _ask(method: str, url: str, secrets: Secrets, body: bytes = b"") -> Answer:
    headers = {"authorization": f"Bearer {secrets['token']}", "accept": JSON, **({"content-type": JSON} if body else {})}
    return outbound.fetch(method, url, headers=headers, body=body, purpose="integration.hubspot")
