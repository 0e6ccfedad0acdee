"""Send what is due in one project: claimed first, so that a killed worker leaves a lease that ends; then sent with no transaction open."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation

from accounts import mail
from accounts.access import ProjectRef, limits_of
from accounts.actors import actor_of_member
from accounts.capabilities import Capability, may
from accounts.models import Account, BrowserSession, Project
from accounts.signing_in.lifetimes import ABSOLUTE
from accounts.tenancy import tenant
from panel.notices import clock, mails, payload, push, queued, vapid
from panel.notices.actions.settle_ring import settle_ring
from panel.notices.models import Call, Device, Manner, Ring
from panel.notices.queries import ladder_of
from panel.notices.words import Channel

logger = logging.getLogger(__name__)

BATCH = 24
AT_ONCE = 8  # pushes on their way from one worker
TURN_S = 20.0  # then the next turn is queued behind other projects
LEASE = timedelta(seconds=45)
TRIES_AT_MOST = 10  # whatever kills its worker is not tried for ever


@dataclass(frozen=True)
class Claimed:
    """A ring that is ours for the length of a lease, and how it is sent."""

    ring: Ring
    send: Callable[[], push.Outcome]
    at: datetime
    device: Device | None = None

    def go(self) -> push.Outcome:
        """One try. Whatever breaks on our side may pass."""
        try:
            return self.send()
        except Exception:
            logger.exception("ring.broken", extra={"channel": self.ring.channel})
            return push.Outcome(False, retry=True)


def send_rings(ref: ProjectRef) -> int:
    """Send until nothing is due or the turn is over. Returns how many tries were made."""
    until, tries = time.monotonic() + TURN_S, 0
    while batch := _claim(ref):
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ring") as several:
            outcomes = list(several.map(Claimed.go, batch))
        for claimed, outcome in zip(batch, outcomes, strict=True):
            settle_ring(ref, claimed.ring, claimed.device, outcome, began=claimed.at)
        tries += len(batch)
        if time.monotonic() > until:
            queued.ring_now(ref.account_id, ref.id)
            break
    return tries


def _claim(ref: ProjectRef) -> list[Claimed]:
    """The next ones that are due, without those that nobody needs any more."""
    while True:
        with tenant(ref):
            project = Project.objects.get(pk=ref.id)
            due = Ring.objects.filter(state__in=Ring.UNDER_WAY, next_at__lte=clock.now()).order_by("next_at", "id")
            held = list(due.select_for_update(no_key=True, skip_locked=True, of=("self",))[:BATCH])
            if not held:
                return []
            ready = [one for one in (_ready(project, ring) for ring in held) if one is not None]
        if ready:
            return ready


def _ready(project: Project, ring: Ring) -> Claimed | None:
    """Lease a ring; None when it has become needless, or its member may not see the conversation any more (AUZ9)."""
    calls = Call.objects.select_related("conversation__visitor", "member__user", "wait")
    call: Call = calls.get(pk=ring.call_id)
    suspended = Account.objects.filter(suspended_at__isnull=False).exists()
    may_read = may(actor_of_member(call.member, limits_of(call.member)), Capability.READ, project)
    answered = call.wait is not None and call.wait.ended_at is not None
    claimed = None
    there = call.member.active and call.member.user.is_active and may_read
    if there and not (suspended or answered or ring.tries >= TRIES_AT_MOST):
        claimed = _by_mail(project, ring, call) if ring.channel == Channel.EMAIL else _by_push(project, ring, call)
    if claimed is None:
        ring.state, ring.next_at = Ring.State.CANCELLED, None
        ring.save(update_fields=["state", "next_at"])
        return None
    ring.state, ring.tries, ring.next_at = Ring.State.SENDING, ring.tries + 1, clock.now() + LEASE
    ring.save(update_fields=["state", "tries", "next_at"])
    return claimed


def _by_push(project: Project, ring: Ring, call: Call) -> Claimed | None:
    device = Device.objects.select_related("session", "user").filter(pk=ring.device_id or 0, ended_at=None).first()
    if device is None or device.user_id != call.member.user_id or not vapid.public_key():  # somebody else has signed in there since
        return None
    if _signed_out(device.session):
        Device.objects.filter(pk=device.pk).update(ended_at=clock.now(), ended_why=Device.Ended.SIGNED_OUT)
        return None
    manner = Manner.objects.filter(user=device.user_id).first() or Manner(user_id=device.user_id)
    words = payload.payload_of(ring, call, project, device, manner=manner, text_allowed=ladder_of(project).show_text)
    topic = str(call.conversation.public_id)
    return Claimed(ring, lambda: push.send(push.letter(device, words, topic=topic)), clock.now(), device)


def _signed_out(session: BrowserSession | None) -> bool:
    """Left alone for hours it still rings, and says nothing of any customer (payload.py); out of date it rings no more."""
    return session is None or session.ended_at is not None or session.signed_in_at < clock.now() - ABSOLUTE


def _by_mail(project: Project, ring: Ring, call: Call) -> Claimed | None:
    user = call.member.user
    if user.single_sign_on:  # their `email` is no address
        return None
    manner = Manner.objects.filter(user=user).first() or Manner(user=user)
    language = payload.language_of(user, manner)
    with translation.override(language):
        words = mails.words_of(call, project, text_allowed=manner.show_text and ladder_of(project).show_text)
    return Claimed(ring, lambda: _post(user.email, words, language), clock.now())


def _post(address: str, words: mails.Words, language: str) -> push.Outcome:
    try:
        with translation.override(language):
            mail.send("notices/mail/unanswered", address, words)
    except OSError as error:  # of the mail server, or on the way there
        return push.Outcome(False, detail=type(error).__name__, retry=True)
    return push.Outcome(True)
