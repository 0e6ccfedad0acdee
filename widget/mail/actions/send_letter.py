"""Send a letter that is due: once, or not at all when its visitor has read meanwhile.

It is claimed in one transaction, sent with none open, and settled in a third that holds this one row: nothing that happens to the
conversation keeps a letter that went from being known as sent. The timeline hears of it in a fourth, as often as it needs.

**Twice rather than not at all, and never a third time.** Between a mail server's 250 and our commit a worker may die, and a server may
fall silent behind the last byte: nobody can know then whether the letter went. It is sent once more, under the same Message-ID, by which
mail programs show it once; an answer that never reaches anybody would cost more than one that comes twice. A second time that nobody can
know about ends it, as one that could not be sent.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone, translation

from accounts.access import ProjectRef
from accounts.actors import system_actor
from accounts.mail import Envelope
from accounts.mail_server import WHOLE_S
from accounts.models import Project
from accounts.tenancy import tenant
from chat.access import hold
from chat.actions.append_activity import append_activity
from chat.models import Conversation
from widget.mail.composing import envelope_of, language_of, words_of
from widget.mail.deciding import Drop, Later, decide
from widget.mail.models import Letter
from widget.mail.posting import Trouble, post
from widget.mail.reply_addresses import address_for

SEND = timedelta(seconds=WHOLE_S)  # the longest that handing one over takes
LEASE = 3 * SEND
# Behind these tries there is none: whoever was not reached in a day asks again, or is asked by the operator in another way.
AGAIN = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 900)]
UNSURE_AT_MOST = 1

logger = logging.getLogger(__name__)
State = Letter.State


@dataclass(frozen=True)
class Claimed:
    """A letter that is ours for the length of a lease, ready to go."""

    letter: Letter
    words: dict[str, Any]
    envelope: Envelope
    language: str
    until: datetime


def send_letter(ref: ProjectRef, letter_id: int) -> None:
    """Decide, send, and tell. Another worker's letter, and one that is not due, are passed over."""
    claimed = claim(ref, letter_id)
    if claimed is not None and timezone.now() < claimed.until - SEND:  # else this process stood still, and it may be another's by now
        _hand_over(ref, claimed)
    tell(ref, letter_id)


def claim(ref: ProjectRef, letter_id: int) -> Claimed | None:
    """Take a due letter, if it still has a reason to go."""
    now = timezone.now()
    with tenant(ref):
        project = Project.objects.get(pk=ref.id)
        free = Q(state=State.WAITING) | Q(state=State.SENDING) & (Q(leased_until=None) | Q(leased_until__lte=now))
        letter = Letter.objects.select_for_update(no_key=True, skip_locked=True).filter(free, pk=letter_id, due_at__lte=now).first()
        if letter is None or not (_still_stands(letter, now) if letter.tries else _is_decided(project, letter, now)):
            return None
        letter.state, letter.tries = State.SENDING, letter.tries + 1
        letter.leased_until = letter.due_at = now + LEASE
        letter.save()
        conversation = Conversation.objects.select_related("visitor").get(pk=letter.conversation_id)
        language = language_of(conversation.visitor.locale)
        with translation.override(language):
            words = words_of(project, conversation, letter)
        envelope = envelope_of(project, conversation, letter, address_for(project, conversation, letter.to))
        return Claimed(letter, words, envelope, language, now + LEASE)


def _still_stands(letter: Letter, now: datetime) -> bool:
    """Whether a letter that was tried before is tried again: what has been read meanwhile is not mailed."""
    if letter.leased_until is not None:  # nobody has settled it: whoever had it died
        letter.unsure += 1
    read = Conversation.objects.filter(pk=letter.conversation_id, visitor_read__gte=letter.last)
    if letter.kind == Letter.Kind.REPLY and read.exists():
        _drop(letter, "read", now)
        return False
    if letter.unsure > UNSURE_AT_MOST:
        letter.save(update_fields=["unsure"])
        _end(letter, State.FAILED, "nobody knows whether it went")
        return False
    return True


def _hand_over(ref: ProjectRef, claimed: Claimed) -> None:
    letter = claimed.letter
    try:
        with translation.override(claimed.language):
            post(letter.kind, letter.to, claimed.words, claimed.envelope)
    except Trouble as trouble:
        logger.warning("letter.not_sent", extra={"letter": str(letter.public_id), "reason": trouble.detail})
        with tenant(ref):
            _not_sent(letter, trouble)
    else:
        with tenant(ref):
            _end(letter, State.SENT, "")


def _drop(letter: Letter, why: str, now: datetime) -> None:
    letter.state, letter.detail, letter.due_at, letter.leased_until, letter.ended_at = State.DROPPED, why, None, None, now
    letter.save()


def _is_decided(project: Project, letter: Letter, now: datetime) -> bool:
    """Whether it goes; writes down where it goes to, or that it does not."""
    decision = decide(project, letter, now)
    if isinstance(decision, Later):
        Letter.objects.filter(pk=letter.pk).update(due_at=decision.at)
    elif isinstance(decision, Drop):
        _drop(letter, decision.why, now)
    else:
        letter.to, letter.first, letter.last, letter.asks_rating = decision.to, decision.first, decision.last, decision.asks_rating
        return True
    return False


def _not_sent(letter: Letter, trouble: Trouble) -> None:
    unsure = letter.unsure + trouble.unsure
    if not trouble.retry or letter.tries > len(AGAIN) or unsure > UNSURE_AT_MOST:
        _end(letter, State.FAILED, trouble.detail)
        return
    due = timezone.now() + AGAIN[letter.tries - 1]
    mine = Letter.objects.filter(pk=letter.pk, state=State.SENDING, tries=letter.tries)
    mine.update(due_at=due, leased_until=None, detail=trouble.detail, unsure=unsure)


def _end(letter: Letter, state: Letter.State, detail: str) -> None:
    """Settled, whoever has it by now where it went; and due to be told."""
    now = timezone.now()
    held = Letter.objects.filter(pk=letter.pk, state=State.SENDING)
    if state != State.SENT:
        held = held.filter(tries=letter.tries)
    held.update(state=state, detail=detail, due_at=now, leased_until=None, ended_at=now)


def tell(ref: ProjectRef, letter_id: int) -> None:
    """Give the operators a line about a letter that has ended, once. One that is busy now is told of by the next sweep."""
    with tenant(ref):
        ended = Letter.objects.filter(pk=letter_id, state__in=[State.SENT, State.FAILED], due_at__isnull=False)
        letter = ended.first()
        conversation = Conversation.objects.filter(pk=letter.conversation_id).first() if letter is not None else None
        if conversation is None:  # nothing to tell, or erased meanwhile
            return
        held = hold(conversation)  # the first lock, as for everybody (architecture, feed 7)
        letter = ended.select_for_update(no_key=True).first()
        if letter is None:
            return
        event = "mailed" if letter.state == State.SENT else "mail_failed"
        what = {"what": letter.kind, "to": letter.to, "first": letter.first, "last": letter.last}
        project = Project.objects.get(pk=ref.id)
        append_activity(system_actor(project.account_id), project, held, event, **what)
        Letter.objects.filter(pk=letter.pk).update(due_at=None)
