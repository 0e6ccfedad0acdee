"""Correct what one has written, or take it back, within a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.cards import masked
from accounts.errors import Conflict, NotFound
from accounts.models import Project
from chat import live
from chat.access import hold, read_again
from chat.actions.append_activity import append_change_of
from chat.actions.post_message import MASKED
from chat.models import Conversation, Message
from chat.text import clean_text

WITHIN = timedelta(minutes=15)  # what has been read for longer has been answered, or gone out by mail
SUMMARY = 200  # characters of the last text in a conversation's row, as chat_append cuts it


def edit_message(actor: Actor, project: Project, conversation: Conversation, *, number: int, text: object) -> Message:
    """Write one's own text or note anew. Equal words change nothing.

    Raises Forbidden without REPLY, NotFound for a line that is not one's own, Conflict when it is too late; BadText, Empty, TooLong.
    """
    require(actor, Capability.REPLY, project)
    cleaned = clean_text(text)
    held = hold(conversation)
    row = _own(actor, held, number)
    shown = masked(project, cleaned)
    if shown == row.text:
        return row
    row.text, row.edited_at = shown, timezone.now()
    if shown != cleaned:
        row.data = {**(row.data or {}), **MASKED}
    row.save(update_fields=["text", "data", "edited_at"])
    _follow(actor, project, held, row, "edited")
    return row


def remove_message(actor: Actor, project: Project, conversation: Conversation, *, number: int) -> Message:
    """Take back one's own text or note: its place stays, its words go, wherever they are shown. Raises as `edit_message`."""
    require(actor, Capability.REPLY, project)
    held = hold(conversation)
    row = _own(actor, held, number, gone=True)
    if row.deleted:
        return row
    row.text, row.deleted, row.edited_at = "", True, timezone.now()
    row.save(update_fields=["text", "deleted", "edited_at"])
    if row.public_number is not None and row.number > held.visitor_read:
        held.from_team -= 1  # it was not read, and is not there to be
        held.save(update_fields=["from_team"])
    _follow(actor, project, held, row, "removed")
    return row


def _own(actor: Actor, held: Conversation, number: int, *, gone: bool = False) -> Message:
    row = Message.objects.filter(conversation=held, number=number, kind__in=["text", "note"]).first()
    own = row is not None and (row.author_kind, row.author_id) == (actor.author_kind, actor.id) and actor.id
    if row is None or not own or (row.deleted and not gone):
        raise NotFound()
    if row.created_at < timezone.now() - WITHIN and not row.deleted:
        raise Conflict("It is too late: what was sent more than 15 minutes ago stays as it is.")
    return row


def _follow(actor: Actor, project: Project, held: Conversation, row: Message, event: str) -> None:
    """What else shows the line's words: the conversation's summary, and answers that quote it."""
    for quoting in Message.objects.filter(conversation=held, number__gt=row.number, data__quote__of=row.number):
        quoting.data = {**(quoting.data or {}), "quote": {**(quoting.data or {})["quote"], "text": row.text[:SUMMARY]}}
        quoting.save(update_fields=["data"])
    newest = Message.objects.filter(conversation=held, public_number__isnull=False, kind="text").order_by("-number").first()
    if newest is not None and newest.pk == row.pk:
        held.last_text = row.text[:SUMMARY]
        held.save(update_fields=["last_text"])
    append_change_of(actor, project, held, event, row)
    audit.record(actor, f"message.{event}", held, number=row.number)
    live.announce_conversation(project, read_again(held))
