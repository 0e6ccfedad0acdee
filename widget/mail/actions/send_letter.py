"""Send a letter that is due: once, or not at all when its visitor has read meanwhile.

It is claimed in one transaction, sent with none open, and settled in a third. A worker that dies between leaves a lease that ends; the
next one sends the same letter under the same Message-ID.
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

LEASE = timedelta(minutes=2)
# Behind these tries there is none: whoever was not reached in a day asks again, or is asked by the operator in another way.
AGAIN = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 900)]

logger = logging.getLogger(__name__)
State = Letter.State


@dataclass(frozen=True)
class Claimed:
    """A letter that is ours for the length of a lease, ready to go."""

    letter: Letter
    words: dict[str, Any]
    envelope: Envelope
    language: str


def send_letter(ref: ProjectRef, letter_id: int) -> None:
    """Decide, and send. Another worker's letter, and one that is not due, are passed over."""
    claimed = claim(ref, letter_id)
    if claimed is None:
        return
    letter = claimed.letter
    try:
        with translation.override(claimed.language):
            post(letter.kind, letter.to, claimed.words, claimed.envelope)
    except Trouble as trouble:
        logger.warning("letter.not_sent", extra={"letter": str(letter.public_id), "reason": trouble.detail})
        _not_sent(ref, letter, trouble)
    else:
        _sent(ref, letter)


def claim(ref: ProjectRef, letter_id: int) -> Claimed | None:
    """Take a due letter, if it still has a reason to go."""
    now = timezone.now()
    with tenant(ref):
        project = Project.objects.get(pk=ref.id)
        due = Q(state=State.WAITING) | Q(state=State.SENDING, leased_until__lte=now)
        letter = Letter.objects.select_for_update(no_key=True, skip_locked=True).filter(due, pk=letter_id, due_at__lte=now).first()
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
        return Claimed(letter, words, envelope, language)


def _still_stands(letter: Letter, now: datetime) -> bool:
    """Whether a letter that was tried before is tried again: what has been read meanwhile is not mailed."""
    read = Conversation.objects.filter(pk=letter.conversation_id, visitor_read__gte=letter.last)
    if letter.kind == Letter.Kind.REPLY and read.exists():
        _drop(letter, "read", now)
        return False
    return True


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


def _sent(ref: ProjectRef, letter: Letter) -> None:
    with tenant(ref):
        _tell(letter, "mailed")
        _end(letter, State.SENT, "")


def _not_sent(ref: ProjectRef, letter: Letter, trouble: Trouble) -> None:
    with tenant(ref):
        if trouble.retry and letter.tries <= len(AGAIN):
            due = timezone.now() + AGAIN[letter.tries - 1]
            Letter.objects.filter(pk=letter.pk).update(due_at=due, leased_until=due, detail=trouble.detail)
            return
        _tell(letter, "mail_failed")
        _end(letter, State.FAILED, trouble.detail)


def _end(letter: Letter, state: Letter.State, detail: str) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=state, detail=detail, due_at=None, leased_until=None, ended_at=timezone.now())


def _tell(letter: Letter, event: str) -> None:
    """A line for the operators. The conversation's lock comes first, as for everybody (architecture, feed 7)."""
    project = Project.objects.get(pk=letter.project_id)
    conversation = Conversation.objects.filter(pk=letter.conversation_id).first()
    if conversation is None:  # erased meanwhile
        return
    held = hold(conversation)
    what = {"what": letter.kind, "to": letter.to, "first": letter.first, "last": letter.last}
    append_activity(system_actor(project.account_id), project, held, event, **what)
