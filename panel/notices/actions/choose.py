"""A person chooses how they are called: the table of a project, and their own manner everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Forbidden, Invalid
from accounts.models import Project, User
from panel.notices.models import Manner, Preference
from panel.notices.quiet import zones
from panel.notices.words import OFFERED, Channel, Event

Choices = Mapping[tuple[Event, Channel], bool]


def choose_events(actor: Actor, project: Project, choices: Choices) -> None:
    """Keep these cells of the actor's own table in the open project. Raises Forbidden for a key, and without READ."""
    require(actor, Capability.READ, project)
    if actor.kind != "member":
        raise Forbidden()
    for (event, channel), on in choices.items():
        if channel in OFFERED[event]:
            Preference.objects.update_or_create(
                project_id=project.pk, member_id=actor.id, event=event, channel=channel, defaults={"on": on}
            )


def choose_manner(user: User, *, language: str, **changes: bool | int | str | time) -> Manner:
    """Keep quiet hours, sounds and words of a person. Raises Invalid for a zone, an hour or a volume that is none."""
    wrong = {}
    if changes.get("time_zone", "UTC") not in zones():
        wrong["time_zone"] = _("Choose one of the zones.")
    if not 0 <= int(str(changes.get("volume", 0))) <= 100:
        wrong["volume"] = _("A volume is 0 to 100.")
    if changes.get("quiet") and changes.get("quiet_from") == changes.get("quiet_to"):
        wrong["quiet_to"] = _("From and to are the same: choose an hour in between.")
    if wrong:
        raise Invalid(fields=wrong)
    manner, _made = Manner.objects.update_or_create(user=user, defaults={**changes, "language": language})
    return manner
