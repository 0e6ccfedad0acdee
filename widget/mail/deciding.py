"""Whether a letter that is due goes out: now, later, or not at all, and what it carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max

from accounts.errors import Banned
from accounts.models import Project
from chat import bans, visits
from chat.models import Conversation, Message, Visitor
from widget.mail.addresses import hash_of
from widget.mail.models import Letter, Stop

# Who is here reads by themselves. One who left a tab open all day still gets the letter, a little later.
ASK_AGAIN = timedelta(seconds=30)
# A mailbox is not flooded: not by a talk, and not by somebody who gives many chats another person's address.
A_DAY, OF_TALK_A_DAY, OF_MAILBOX_A_DAY = timedelta(days=1), 20, 40


@dataclass(frozen=True)
class Go:
    """To whom, and which lines (operators' numbers)."""

    to: str
    first: int = 0
    last: int = 0
    asks_rating: bool = False


@dataclass(frozen=True)
class Later:
    at: datetime


@dataclass(frozen=True)
class Drop:
    """Why not, for our own eyes."""

    why: str


Decision = Go | Later | Drop


def decide(project: Project, letter: Letter, now: datetime) -> Decision:
    """Inside the tenant, with the letter's row held."""
    conversation = Conversation.objects.select_related("visitor").get(pk=letter.conversation_id)
    visitor = conversation.visitor
    decision = _BY_KIND[Letter.Kind(letter.kind)](project, letter, conversation)
    if isinstance(decision, Drop):
        return decision
    if why := why_not(project, visitor, conversation, now):
        return Drop(why)
    latest = letter.since + timedelta(seconds=settings.MAIL_LATEST_S)
    if letter.kind != Letter.Kind.TRANSCRIPT and now < latest and is_here(project, visitor):
        return Later(min(now + ASK_AGAIN, latest))
    return decision


def is_here(project: Project, visitor: Visitor) -> bool:
    return visits.visits_of(project.pk, [visitor.public_id])[visitor.public_id].online


def mailbox_of(visitor: Visitor) -> str:
    """The visitor's own address, or nothing where what they gave is none; never one of our own, which would be a loop."""
    address = visitor.email.strip()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return "" if address.lower().endswith(f"@{settings.REPLY_DOMAIN}") else address


def why_not(project: Project, visitor: Visitor, conversation: Conversation, now: datetime) -> str:
    """Why this visitor is not written to now; empty where they are."""
    address = mailbox_of(visitor)
    if not address or visitor.erased_at is not None:
        return "no address"
    if Stop.objects.filter(address_hash=hash_of(address)).exists():
        return "unsubscribed"
    try:
        bans.refuse_banned(project, frozenset({bans.target_of(visitor.public_id)}))
    except Banned:
        return "banned"
    lately = Letter.objects.filter(state=Letter.State.SENT, ended_at__gt=now - A_DAY)
    if lately.filter(conversation=conversation).count() >= OF_TALK_A_DAY or lately.filter(to=address).count() >= OF_MAILBOX_A_DAY:
        return "too many today"
    return ""


def unread(conversation: Conversation) -> list[Message]:
    """What operators said that the visitor has neither read nor been mailed."""
    sent = Letter.objects.filter(conversation=conversation, kind=Letter.Kind.REPLY).exclude(state=Letter.State.DROPPED)
    mailed = sent.aggregate(last=Max("last"))["last"] or 0
    lines = Message.objects.filter(conversation=conversation, number__gt=max(conversation.visitor_read, mailed), deleted=False)
    lines = lines.filter(public_number__isnull=False, author_kind="operator", kind__in=["text", "form"])
    return list(lines.order_by("number"))


def _reply(project: Project, letter: Letter, conversation: Conversation) -> Decision:
    lines = unread(conversation)
    if not lines:
        return Drop("read")
    asks = conversation.status == "closed" and not _was_asked(conversation)
    return Go(mailbox_of(conversation.visitor), lines[0].number, lines[-1].number, asks_rating=asks)


def _rating(project: Project, letter: Letter, conversation: Conversation) -> Decision:
    answered = Message.objects.filter(conversation=conversation, author_kind="operator", kind="text", public_number__isnull=False)
    if conversation.status != "closed" or _was_asked(conversation) or not answered.exists():
        return Drop("nothing to ask")
    return Go(mailbox_of(conversation.visitor), asks_rating=True)


def _was_asked(conversation: Conversation) -> bool:
    """Rated already, or asked by mail before: nobody is asked twice."""
    asked = Letter.objects.filter(conversation=conversation, asks_rating=True)
    return conversation.rating_score is not None or asked.exclude(state=Letter.State.DROPPED).exists()


def _transcript(project: Project, letter: Letter, conversation: Conversation) -> Decision:
    return Go(mailbox_of(conversation.visitor), 1, conversation.last_number)


_BY_KIND = {Letter.Kind.REPLY: _reply, Letter.Kind.RATING: _rating, Letter.Kind.TRANSCRIPT: _transcript}
