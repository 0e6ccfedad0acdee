"""What a line of the timeline means to who waits and to who is called."""

from __future__ import annotations

from chat.models import Conversation, Message
from panel.notices.models import Wait

ENDS = {"closed": Wait.Ended.CLOSED, "ended": Wait.Ended.CLOSED, "snoozed": Wait.Ended.CLOSED}


def asks(line: Message) -> bool:
    """Whether a visitor says something."""
    return line.author_kind == Message.AuthorKind.VISITOR and line.kind in (Message.Kind.TEXT, Message.Kind.FORM) and not line.deleted


def reaction(line: Message, talk: Conversation) -> str:
    """How somebody reacts with this line, which ends the wait; '' for none.

    A bot's words and the routing are nobody's reaction, nor is handing the visitor on to somebody who may be asleep. Reading
    alone is none either: it ends no visitor's wait.
    """
    event = (line.data or {}).get("event", "") if line.kind == Message.Kind.ACTIVITY else ""
    if event in ENDS:
        return ENDS[event]
    if line.author_kind != Message.AuthorKind.OPERATOR:
        return ""
    if event:
        return Wait.Ended.TAKEN if event in ("assigned", "joined") and line.author_id == talk.assignee_id else ""
    return Wait.Ended.NOTED if line.kind == Message.Kind.NOTE else Wait.Ended.ANSWERED


def gives_away(line: Message, talk: Conversation) -> bool:
    """Whether it gives the conversation to whom it belongs now, by another hand than their own."""
    event = (line.data or {}).get("event", "") if line.kind == Message.Kind.ACTIVITY else ""
    by = line.author_id if line.author_kind == Message.AuthorKind.OPERATOR else 0
    return event == "assigned" and talk.assignee_id is not None and by != talk.assignee_id


def begins_chat(line: Message, talk: Conversation) -> bool:
    """Whether a visitor's line is the first one, or the first since the conversation was closed."""
    before = Message.objects.filter(conversation=talk, number__lt=line.number)
    if not before.filter(author_kind=Message.AuthorKind.VISITOR, kind=Message.Kind.TEXT).exists():
        return True
    last = before.order_by("-number").first()
    return last is not None and (last.data or {}).get("event") == "reopened"
