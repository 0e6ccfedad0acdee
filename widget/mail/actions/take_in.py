"""A mail came to a reply address: what its writer says becomes the visitor's message of that conversation.

Whoever has the address may write, and nothing more: no mail shows anything, names anybody or changes who the visitor is. What was found
out about its sender stands beside the message, for operators.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.billing.access import may_write_here
from accounts.cards import masked
from accounts.errors import Banned, Empty
from accounts.models import Project
from chat import bans, live, queries
from chat.access import hold, read_again
from chat.actions.mark_read import mark_read_by_visitor
from chat.actions.post_message import line_of, posted
from chat.actions.post_visitor_message import reopen
from chat.actions.register_visitor import visitor_actor
from chat.append import append
from chat.models import Conversation
from chat.text import MAX_CHARACTERS, clean_text
from widget.mail import access
from widget.mail.composing import language_of
from widget.mail.models import Arrival, Letter, ReplyAddress
from widget.mail.reading.machines import is_automatic
from widget.mail.reading.parsing import Read
from widget.mail.reading.quotes import answer_in
from widget.mail.reading.verdicts import Verdicts

# Nobody writes by hand as fast as two machines that answer each other.
AN_HOUR, OF_ADDRESS_AN_HOUR = timedelta(hours=1), 30
Outcome = Arrival.Outcome


@dataclass(frozen=True)
class Taken:
    """What became of a mail. `fresh` is False for one that had come before."""

    outcome: Arrival.Outcome
    number: int | None
    fresh: bool = True


def take_in(to: str, mail: Read, verdicts: Verdicts) -> Taken:
    """Take a mail in. Raises NotFound for an address that is unknown, forged or revoked: the three look the same.

    The same mail again changes nothing. Raises Busy when the conversation stays locked: the sender's server comes again.
    """
    with access.reply_address(to) as (project, address):
        former = Arrival.objects.filter(address=address, key=mail.key).first()
        if former is None:
            try:
                with transaction.atomic():
                    return _take(project, address, mail, verdicts)
            except IntegrityError:  # the same mail by two ways at the same moment
                former = Arrival.objects.get(address=address, key=mail.key)
        return Taken(Outcome(former.outcome), former.number, fresh=False)


def _take(project: Project, address: ReplyAddress, mail: Read, verdicts: Verdicts) -> Taken:
    arrival = Arrival(
        project=project,
        address=address,
        conversation=address.conversation,
        key=mail.key,
        outcome=_outcome(project, address, mail),
        sender=masked(project, mail.sender),
        subject=masked(project, mail.subject),
        original=masked(project, mail.text),
        cut=mail.cut,
        files=[asdict(one) for one in mail.files],
        arrived_at=timezone.now(),
        **verdicts._asdict(),
    )
    if arrival.outcome == Outcome.TAKEN:
        shown = {"id": str(arrival.public_id), **_shown(address, mail, verdicts)}
        arrival.conversation, arrival.number = _post(project, address, mail, shown)
    arrival.save(force_insert=True)
    return Taken(Outcome(arrival.outcome), arrival.number)


def _outcome(project: Project, address: ReplyAddress, mail: Read) -> Arrival.Outcome:
    """Whether it becomes a message, and if not, why."""
    if is_automatic(mail):
        return Outcome.AUTOMATIC
    lately = Arrival.objects.filter(address=address, arrived_at__gt=timezone.now() - AN_HOUR)
    if lately.count() >= OF_ADDRESS_AN_HOUR:
        return Outcome.TOO_MANY
    try:
        bans.refuse_banned(project, frozenset({bans.target_of(address.visitor.public_id)}))
    except Banned:
        return Outcome.BANNED
    if not may_write_here():
        return Outcome.PLAN_ENDED
    return Outcome.TAKEN if mail.text.strip() or mail.files else Outcome.EMPTY


def _shown(address: ReplyAddress, mail: Read, verdicts: Verdicts) -> dict[str, Any]:
    """What operators see beside the message. A sender is named where it is not the visitor's own address."""
    other = mail.sender.lower() != address.visitor.email.strip().lower()
    shown = {"verdict": verdicts.dmarc if verdicts.dmarc != "none" else verdicts.spf, "files": [one.name for one in mail.files]}
    return {**shown, "sender": mail.sender} if other else shown


def _post(project: Project, address: ReplyAddress, mail: Read, shown: dict[str, Any]) -> tuple[Conversation, int]:
    """The message, in that conversation or, where it has ended and another one goes on, in that one."""
    actor = visitor_actor(project, address.visitor)
    conversation = _open(project, address)
    text = answer_in(mail.text)
    if len(text) > MAX_CHARACTERS:
        text, shown = text[:MAX_CHARACTERS], {**shown, "cut": True}
    client_id = uuid.uuid5(address.public_id, mail.key)
    line = line_of(actor, project, conversation, client_id=client_id, text=_words(address, text, mail), kind="text")
    line = replace(line, data={**(line.data or {}), "mail": shown})
    result = posted(project, line, append([line], force=True)[0])
    _has_read(project, address)
    live.announce_conversation(project, read_again(result.conversation))
    return result.conversation, result.message.number


def _words(address: ReplyAddress, text: str, mail: Read) -> str:
    try:
        return clean_text(text)
    except Empty:
        with override(language_of(address.visitor.locale)):
            return _("(sent by email, with %(count)s files)") % {"count": len(mail.files)}


def _open(project: Project, address: ReplyAddress) -> Conversation:
    held = hold(address.conversation)
    if held.status == "open":
        return held
    others = Conversation.objects.filter(visitor=held.visitor_id).exclude(status="closed").exclude(pk=held.pk)
    other: Conversation | None = others.select_for_update(no_key=True).first()
    if held.status == "closed" and other is not None:
        other.visitor = held.visitor
        held = other
    if held.status != "open":
        reopen(visitor_actor(project, held.visitor), project, held)
    return held


def _has_read(project: Project, address: ReplyAddress) -> None:
    """Who answers a letter has read it."""
    last = Letter.objects.filter(conversation=address.conversation, kind=Letter.Kind.REPLY, state=Letter.State.SENT)
    number = last.order_by("-last").values_list("last", flat=True).first()
    if number:
        conversation = read_again(address.conversation)
        mark_read_by_visitor(project, conversation, number=queries.public_number(conversation, number))
