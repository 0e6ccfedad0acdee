"""What the panel's own code needs to ring: one shape in the page's shell."""

from __future__ import annotations

from typing import TypedDict

from django.urls import reverse

from accounts.models import User
from panel.notices import vapid
from panel.notices.models import Device
from panel.notices.queries import choices_of, manner_of
from panel.notices.words import Channel

# Wall clock times in the zone, as "20:00". `from` is a word of Python's, so this is no class.
QuietHours = TypedDict("QuietHours", {"from": str, "on": bool, "to": str, "weekends": bool, "zone": str})


class PushShape(TypedDict):
    key: str
    worker: str
    scope: str
    subscribe: str


class NoticesShape(TypedDict):
    """`browser` is the hash of the subscription that this session's browser has, as far as we know.

    `others` are departments, by id, that are others': their chats make no sound here while they are nobody's.
    """

    volume: int
    repeats: bool
    quiet: QuietHours
    sounds: dict[str, bool]
    push: PushShape
    browser: str | None
    others: list[str]
    why: str


def push_shape() -> PushShape:
    key = vapid.public_key()
    return {"key": key, "worker": reverse("panel_worker"), "scope": reverse("panel"), "subscribe": reverse("panel_subscribe")}


def notices_shape(user: User, member_id: int, session: int | None, *, others: list[str]) -> NoticesShape:
    """For one member in the open project, in the browser of one session."""
    manner, chosen = manner_of(user), choices_of(member_id)
    device = Device.objects.filter(user=user, session=session, ended_at=None).first() if session is not None else None
    return {
        "volume": manner.volume,
        "repeats": manner.repeats,
        "quiet": {
            "on": manner.quiet,
            "from": f"{manner.quiet_from:%H:%M}",
            "to": f"{manner.quiet_to:%H:%M}",
            "weekends": manner.quiet_weekends,
            "zone": manner.time_zone,
        },
        "sounds": {event.value: on for (event, channel), on in chosen.items() if channel == Channel.SOUND},
        "push": push_shape(),
        "browser": device.endpoint_hash if device else None,
        "others": others,
        "why": reverse("panel_why"),
    }
