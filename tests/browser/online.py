"""Thousands on a customer's site, without their browsers: `come PROJECT COUNT`, or `move PROJECT COUNT TIMES PER_S`.

A program of its own, because Django refuses its database on the thread where Playwright's loop runs. It does what the widget's
door does: visits begin and walk on by the product's own functions, and operators hear of each step.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

import django

if TYPE_CHECKING:
    from chat.shapes import PageShape

FOR_S = 900  # longer than a story


def visitor(number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"https://shop.example/{number}")


def title(number: int, step: int) -> str:
    """What the page is called on which somebody is after so many steps."""
    return f"Bowl {number} shelf {step}"


def come(project_id: str, count: int) -> None:
    """So many visitors, each with three pages behind them, and each a millisecond after the one before: the list has one order."""
    from django.utils import timezone

    from accounts.access import project_ref
    from chat import visits
    from chat.times import rfc3339

    ref, began = project_ref(project_id), timezone.now()
    meta = {"locale": "en", "device": "Chrome on Windows", "referrer": "https://search.example/?q=bowls", "secret_hash": "00" * 32}
    for number in range(count):
        since = rfc3339(began + timedelta(milliseconds=number))
        visits.arrive(ref.id, visitor(number), "tab", {"since": since, **meta}, _page(number, 0), for_s=FOR_S)
        for step in (1, 2):
            visits.walk(ref.id, visitor(number), _page(number, step), for_s=FOR_S)


def move(project_id: str, count: int, times: int, per_s: int) -> None:
    """One of them after the other goes to the next page, so many a second."""
    from accounts.access import project_ref
    from accounts.models import Project
    from accounts.tenancy import tenant
    from chat.actions.follow_visit import walk_on

    ref = project_ref(project_id)
    began = time.monotonic()
    for turn in range(times):
        number, step = turn % count, 3 + turn // count
        with tenant(ref):
            walk_on(Project.objects.get(pk=ref.id), visitor(number), None, _page(number, step))
        # The pace of the crowd, which is what the story is about.
        time.sleep(max(0.0, began + (turn + 1) / per_s - time.monotonic()))


def _page(number: int, step: int) -> PageShape:
    from django.utils import timezone

    from chat.times import rfc3339

    url = f"https://shop.example/{number}/{step}"
    return {"url": url, "title": title(number, step), "at": rfc3339(timezone.now())}


if __name__ == "__main__":
    django.setup()
    what, project, *numbers = sys.argv[1:]
    if what == "come":
        come(project, int(numbers[0]))
    else:
        move(project, *map(int, numbers))
