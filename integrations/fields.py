"""The fields of Parley that somebody may select to send: one vocabulary for the press, the settings and the inventory."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Field:
    """One choice. `selected` says whether it is ticked before anybody has chosen. Notes are none of these: they never leave."""

    name: str
    words: Promise
    selected: bool = True


FIELDS: dict[str, Field] = {
    one.name: one
    for one in (
        Field("conversation", _("Conversation: number, state, tags, subject")),
        Field("messages", _("Messages, without private notes")),
        Field("name", _("Visitor’s name")),
        Field("email", _("Visitor’s email")),
        Field("phone", _("Visitor’s phone"), selected=False),
        Field("answers", _("What the visitor answered when asked"), selected=False),
        Field("data", _("Details from your own site"), selected=False),
        Field("pages", _("Pages they looked at"), selected=False),
    )
}
