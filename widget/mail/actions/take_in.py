"""A mail came to a reply address: what its writer says becomes the visitor's message of that conversation.

Whoever has the address may write, and nothing more: no mail shows anything, names anybody or changes who the visitor is. What was found
out about its sender stands beside the message, for operators.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from accounts.access import ProjectRef
from accounts.billing.access import may_write_here
from accounts.cards import masked
from accounts.errors import Banned, Empty
from accounts.models import Project
from chat import bans, live, queries
from chat.access import hold, read_again
from chat.actions.mark_read import mark_read_by_visitor
from chat.actions.post_files import WithFiles, line_with_files, put_into
from chat.actions.post_message import line_of, posted
from chat.actions.post_visitor_message import reopen
from chat.actions.register_visitor import visitor_actor
from chat.append import append
from chat.models import Conversation
from chat.text import MAX_CHARACTERS, clean_text
from widget.mail import access
from widget.mail.actions.take_files import Came, announce_files, put_files, rows_of
from widget.mail.models import Arrival, Letter, ReplyAddress
from widget.mail.reading.enclosed import enclosed
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

    The same mail again changes nothing. Raises Busy when the conversation stays locked, and what the store of files raises: the
    sender's server comes again.
    """
    files = _files(to, mail) if mail.files else []
    with access.reply_address(to) as (project, address):
        former = Arrival.objects.filter(address=address, key=mail.key).first()
        if former is None:
            try:
                with transaction.atomic():
                    return _take(project, address, _Mail(mail, verdicts, files))
            except IntegrityError:  # the same mail by two ways at the same moment
                former = Arrival.objects.get(address=address, key=mail.key)
        return Taken(Outcome(former.outcome), former.number, fresh=False)


@dataclass(frozen=True)
class _Mail:
    """A mail, what was found out about it, and its files, which lie where files lie."""

    read: Read
    verdicts: Verdicts
    files: list[Came]


def _files(to: str, mail: Read) -> list[Came]:
    """Lay its files where they are checked, if it is going to be a message. No transaction is open meanwhile."""
    with access.reply_address(to) as (project, address):
        if Arrival.objects.filter(address=address, key=mail.key).exists():
            return []
        chosen = enclosed(mail, _known_pictures(address))
        if not chosen or _outcome(project, address, mail, has_files=True) != Outcome.TAKEN:
            return []
        actor = visitor_actor(project, address.visitor)
        known_by = uuid.uuid5(address.public_id, mail.key)
        came = announce_files(actor, project, address.visitor.public_id, known_by, chosen)
    put_files(actor, ProjectRef(project.pk, project.account_id), came)
    return came


def _known_pictures(address: ReplyAddress) -> frozenset[str]:
    """Digests of what came to this address lately."""
    lately = Arrival.objects.filter(address=address).order_by("-arrived_at").values_list("files", flat=True)[:20]
    return frozenset(str(one.get("digest", "")) for files in lately for one in files)


def _take(project: Project, address: ReplyAddress, came: _Mail) -> Taken:
    mail, verdicts = came.read, came.verdicts
    arrival = Arrival(
        project=project,
        address=address,
        conversation=address.conversation,
        key=mail.key,
        outcome=_outcome(project, address, mail, has_files=bool(came.files)),
        sender=masked(project, mail.sender),
        subject=masked(project, mail.subject),
        original=masked(project, mail.text),
        cut=mail.cut,
        files=[{"name": one.name, "type": one.type, "size": one.size, "digest": one.digest} for one in mail.files],
        arrived_at=timezone.now(),
        **verdicts._asdict(),
    )
    if arrival.outcome == Outcome.TAKEN:
        shown = {"id": str(arrival.public_id), **_shown(address, mail, verdicts)}
        arrival.conversation, arrival.number = _post(project, address, came, shown)
    arrival.save(force_insert=True)
    return Taken(Outcome(arrival.outcome), arrival.number)


def _outcome(project: Project, address: ReplyAddress, mail: Read, *, has_files: bool) -> Arrival.Outcome:
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
    return Outcome.TAKEN if has_files or _cleaned(mail.text) else Outcome.EMPTY


def _cleaned(text: str) -> str:
    """As much of it as a message holds; nothing where only marks are left that nobody sees."""
    try:
        return clean_text(text[:MAX_CHARACTERS])
    except Empty:
        return ""


def _shown(address: ReplyAddress, mail: Read, verdicts: Verdicts) -> dict[str, Any]:
    """What operators see beside the message. A sender is named where it is not the visitor's own address."""
    other = mail.sender.lower() != address.visitor.email.strip().lower()
    shown: dict[str, Any] = {"verdict": verdicts.dmarc if verdicts.dmarc != "none" else verdicts.spf, "files": []}
    return {**shown, "sender": mail.sender} if other else shown


def _post(project: Project, address: ReplyAddress, mail: _Mail, shown: dict[str, Any]) -> tuple[Conversation, int]:
    """The message, in that conversation or, where it has ended and another one goes on, in that one."""
    actor = visitor_actor(project, address.visitor)
    conversation = _open(project, address)
    files = rows_of(actor, project, mail.files)
    answered = answer_in(mail.read.text, or_all=not files)
    if len(answered) > MAX_CHARACTERS:
        shown = {**shown, "cut": True}
    text = _cleaned(answered) or ("" if files else _cleaned(mail.read.text))
    client_id = uuid.uuid5(address.public_id, mail.read.key)
    if files:
        line = line_with_files(actor, project, conversation, client_id=client_id, said=WithFiles(text, (), files=tuple(files)))
    else:
        line = line_of(actor, project, conversation, client_id=client_id, text=text, kind="text")
    line = replace(line, data={**(line.data or {}), "mail": shown})
    answer = append([line], force=True)[0]
    put_into(files, answer)
    result = posted(project, line, answer)
    _has_read(project, address)
    live.announce_conversation(project, read_again(result.conversation))
    return result.conversation, result.message.number


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
