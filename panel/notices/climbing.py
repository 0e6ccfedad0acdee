"""The ladder's arithmetic: which step comes when."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum

from panel.notices.models import Ladder


class Step(IntEnum):
    """In order. The first is taken by whoever follows the timeline, the others by the clock."""

    PUSH = 1
    MAIL = 2
    COLLEAGUE = 3


def next_step(ladder: Ladder, taken: int, began_at: datetime) -> tuple[Step, datetime] | None:
    """The step after `taken` of them and its moment; None at the top. A step of 0 minutes is left out."""
    for step, minutes in ((Step.MAIL, ladder.mail_after), (Step.COLLEAGUE, ladder.colleague_after)):
        if step > taken and minutes:
            return step, began_at + timedelta(minutes=minutes)
    return None
