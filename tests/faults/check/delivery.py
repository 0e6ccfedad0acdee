"""I1 to I4 and I6: what was acknowledged, stored, numbered and shown, and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.faults.check.facts import Row, Talk, Talks, by_client_id
from tests.faults.check.journals import Client

MARKER = re.compile(r"\[((\w+)-\d+)\]")
NOTE = re.compile(r"\] NOTE ")


@dataclass(frozen=True)
class Finding:
    """A violation: which invariant, which column of the table, and a sentence."""

    invariant: str
    column: str
    sentence: str


def acknowledged_is_stored(clients: list[Client], talks: Talks) -> Iterator[Finding]:
    """I1: every acknowledged message is in the database, once, where the acknowledgement said."""
    stored = by_client_id(talks)
    for client in clients:
        for ack in client.acked:
            rows = stored.get(ack.id, [])
            if not rows:
                yield Finding("I1", "lost", f"{client.name}: {ack.id} was acknowledged and is not stored")
                continue
            talk, row = rows[0]
            if (talk.id, row.number_for(client.side)) != (ack.conversation, ack.number):
                where = f"{talk.id}/{row.number_for(client.side)}"
                yield Finding("I1", "lost", f"{client.name}: {ack.id} is at {where}, not at {ack.conversation}/{ack.number}")
            if row.text != client.sent[ack.id][1]:
                yield Finding("I1", "lost", f"{client.name}: {ack.id} is stored with other words")


def nothing_twice(clients: list[Client], talks: Talks) -> Iterator[Finding]:
    """I1: no message is stored twice, neither by its id nor by its words, which are all different."""
    for client_id, rows in by_client_id(talks).items():
        if len(rows) > 1:
            yield Finding("I1", "doubled", f"{client_id} is stored {len(rows)} times")
    words: dict[str, str] = {}
    for talk in talks.values():
        for row in talk.rows:
            if row.kind in ("text", "note") and words.setdefault(row.text, row.client_id) != row.client_id:
                yield Finding("I1", "doubled", f"{talk.id}: “{row.text}” is stored twice")
    sent = {client_id for client in clients for client_id in client.sent}
    for client_id, rows in by_client_id(talks).items():
        if rows[0][1].kind in ("text", "note") and client_id not in sent:
            yield Finding("I1", "doubled", f"{client_id} is stored and nobody sent it")


def numbers_have_no_gaps(talks: Talks) -> Iterator[Finding]:
    """I3: both counts are 1, 2, 3 …, in the same order; notes have no public number."""
    for talk in talks.values():
        numbers = [row.number for row in talk.rows]
        public = [row.public_number for row in talk.rows if row.public_number is not None]
        for name, found, last in (("numbers", numbers, talk.last_number), ("public numbers", public, talk.last_public_number)):
            if found != list(range(1, len(found) + 1)):
                yield Finding("I3", "gaps", f"{talk.id}: {name} are not 1 … {len(found)}")
            if last != len(found):
                yield Finding("I3", "gaps", f"{talk.id}: the row says {last} {name}, there are {len(found)}")
        if any(row.kind == "note" and row.public_number is not None for row in talk.rows):
            yield Finding("I4", "wrong reader", f"{talk.id}: a note has a public number")


def everything_is_shown(clients: list[Client], talks: Talks) -> Iterator[Finding]:
    """I2: each client shows each line of its conversations exactly once, in order, as it is stored."""
    for client in clients:
        for conversation in client.finals:
            talk = talks.get(conversation)
            if talk is None:
                yield Finding("I2", "wrong reader", f"{client.name} shows {conversation}, which is not stored")
                continue
            yield from _one_screen(client, talk)


def _one_screen(client: Client, talk: Talk) -> Iterator[Finding]:
    where = f"{client.name} in {talk.id}"
    rows: dict[int, Row] = {int(row.number_for(client.side) or 0): row for row in talk.rows_for(client.side)}
    shown = client.shown.get(talk.id, [])
    numbers = [one.number for one in shown]
    if len(set(numbers)) < len(numbers):
        yield Finding("I2", "doubled", f"{where}: something was shown twice")
    if numbers != sorted(numbers):
        yield Finding("I2", "out of order", f"{where}: shown out of order")
    if missing := sorted(rows.keys() - set(numbers)):
        inner = [number for number in missing if number < max(numbers, default=0)]
        column = "gaps" if inner else "lost"
        yield Finding("I2", column, f"{where}: {len(missing)} of {len(rows)} never shown, the first is {missing[0]}")
    for one in shown:
        row = rows.get(one.number)
        if row is None:
            yield Finding("I4" if one.kind == "note" else "I2", "wrong reader", f"{where}: {one.number} is not theirs to see")
        elif (row.kind, row.text) != (one.kind, one.text):
            yield Finding("I2", "out of order", f"{where}: {one.number} shows “{one.text}”, stored is “{row.text}”")


def nobody_else_hears(clients: list[Client], talks: Talks, projects: dict[str, str]) -> Iterator[Finding]:
    """I4: bystanders hear no line; tabs none of another conversation and no note; operators none of another customer.

    `projects` names the customer of each project.
    """
    for client in clients:
        for raw in client.heard:
            if (wrong := _wrong_words(client, raw)) is not None:
                yield Finding("I4", "wrong reader", f"{client.name} heard {wrong}: {raw[:200]}")
        for conversation in client.beside:
            talk = talks.get(conversation)
            if talk is None or projects.get(talk.project) != client.customer:
                yield Finding("I4", "wrong reader", f"{client.name} heard of {conversation}, another customer's")
        for shown in (one for screen in client.shown.values() for one in screen):
            if (wrong := _wrong_words(client, shown.text)) is not None:
                yield Finding("I4", "wrong reader", f"{client.name} was shown {wrong}: {shown.text}")


def _wrong_words(client: Client, raw: str) -> str | None:
    if client.side == "visitor" and NOTE.search(raw):
        return "a note"
    for talk, customer in MARKER.findall(raw):
        allowed = customer == client.customer if client.role == "operator" else talk in client.talks
        if not allowed:
            return f"words of {talk}"
    return None


def no_wrong_label(clients: list[Client], talks: Talks) -> Iterator[Finding]:
    """I6: nothing that is stored shows as failed or unsent, and everybody's journal came to its end."""
    stored = by_client_id(talks)
    for client in clients:
        if client.role == "meddler":
            continue
        for client_id in (*client.failed, *client.stuck):
            if client_id in stored:
                yield Finding("I6", "failed but stored", f"{client.name}: {client_id} is stored and does not show as sent")
            else:
                yield Finding("I6", "never sent", f"{client.name}: {client_id} never got away")
        if not client.ended:
            yield Finding("I6", "never sent", f"{client.name} has no end in its journal")
