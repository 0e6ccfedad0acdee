"""Who is called, and why not: choices, hours, being away, having read it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

from accounts.models import Member
from panel.notices.climbing import Step, next_step
from panel.notices.models import Device, Ladder, Manner
from panel.notices.people import Callee, why_not
from panel.notices.words import OFFERED, Channel, Event, Why

NOW = datetime(2026, 1, 14, 12, 0, tzinfo=UTC)
QUIET = Manner(quiet=True, quiet_from=time(11), quiet_to=time(13))
PUSH, EMAIL = Channel.PUSH, Channel.EMAIL


def callee(*, manner: Manner | None = None, devices: int = 1, available: bool = True, off: Any = ()) -> Callee:
    member = Member(name="Oscar", available=available)
    return Callee(member, manner or Manner(), tuple(Device() for _ in range(devices)), True, dict.fromkeys(off, False))


@pytest.mark.parametrize(
    ("who", "event", "channel", "more", "expected"),
    [
        (callee(), Event.NEW_CHAT, PUSH, {}, ""),
        (callee(), Event.NEW_CHAT, PUSH, {"seen": True}, Why.SEEN),
        (callee(manner=QUIET), Event.NEW_CHAT, PUSH, {}, Why.QUIET),
        (callee(manner=QUIET), Event.UNANSWERED, PUSH, {}, Why.QUIET),
        (callee(manner=QUIET), Event.NEW_CHAT, EMAIL, {}, ""),  # a mail makes no noise
        (callee(off=[(Event.NEW_CHAT, PUSH)]), Event.NEW_CHAT, PUSH, {}, Why.OFF),
        (callee(off=[(Event.NEW_CHAT, PUSH)]), Event.REPLY, PUSH, {}, ""),
        (callee(off=[(Event.NEW_CHAT, PUSH)]), Event.NEW_CHAT, EMAIL, {}, ""),
        (callee(off=[(Event.NEW_CHAT, EMAIL)]), Event.NEW_CHAT, EMAIL, {}, Why.OFF),
        (callee(off=[(Event.NEW_CHAT, PUSH)], manner=QUIET), Event.NEW_CHAT, PUSH, {}, Why.OFF),  # what they chose comes first
        (callee(available=False), Event.NEW_CHAT, PUSH, {}, Why.AWAY),
        (callee(available=False), Event.REPLY, PUSH, {"own": True}, ""),
        (callee(available=False), Event.UNANSWERED, PUSH, {}, ""),
        (callee(available=False), Event.NEW_CHAT, EMAIL, {}, ""),
        (callee(devices=0), Event.NEW_CHAT, PUSH, {}, Why.NOWHERE),
        (callee(devices=0), Event.NEW_CHAT, EMAIL, {}, ""),
    ],
)
def test_why_not(who: Callee, event: Event, channel: Channel, more: dict[str, bool], expected: str) -> None:
    assert why_not(who, event, channel, now=NOW, **{"seen": False, **more}) == expected


def test_every_event_is_offered_with_a_way_to_be_called() -> None:
    assert set(OFFERED) == set(Event) and all(PUSH in ways for ways in OFFERED.values())


@pytest.mark.parametrize(
    ("ladder", "taken", "expected"),
    [
        ((5, 15), Step.PUSH, (Step.MAIL, 5)),
        ((5, 15), Step.MAIL, (Step.COLLEAGUE, 15)),
        ((5, 15), Step.COLLEAGUE, None),
        ((0, 15), Step.PUSH, (Step.COLLEAGUE, 15)),
        ((5, 0), Step.MAIL, None),
        ((0, 0), Step.PUSH, None),
    ],
)
def test_the_next_step(ladder: tuple[int, int], taken: Step, expected: tuple[Step, int] | None) -> None:
    found = next_step(Ladder(mail_after=ladder[0], colleague_after=ladder[1]), taken, NOW)
    assert (found and (found[0], (found[1] - NOW).total_seconds() / 60)) == expected
