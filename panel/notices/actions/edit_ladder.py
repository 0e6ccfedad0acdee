"""Change what happens in a project while nobody reacts, and whether visitors' words may leave in pushes and mails."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from accounts.models import Member, Project
from panel.notices.models import Ladder
from panel.notices.people import answerers

LATEST = 24 * 60  # minutes


def edit_ladder(
    actor: Actor, project: Project, *, mail_after: int, colleague_after: int, colleague: Member | None, show_text: bool
) -> Ladder:
    """Minutes after the visitor's line; 0 leaves a step out. Whoever waits already climbs the new one.

    Raises Forbidden without EDIT_PROJECT; Invalid for steps out of order, or a colleague who cannot answer here.
    """
    require(actor, Capability.EDIT_PROJECT, project)
    wrong = {}
    if not 0 <= mail_after <= LATEST:
        wrong["mail_after"] = _("Choose up to a day.")
    if not 0 <= colleague_after <= LATEST:
        wrong["colleague_after"] = _("Choose up to a day.")
    elif mail_after and colleague_after and colleague_after <= mail_after:
        wrong["colleague_after"] = _("A colleague is called after the mail, not before.")
    if colleague is not None and colleague not in answerers(project):
        wrong["colleague"] = _("This person cannot answer here.")
    if wrong:
        raise Invalid(fields=wrong)
    values = {"mail_after": mail_after, "colleague_after": colleague_after, "colleague": colleague, "show_text": show_text}
    ladder, _made = Ladder.objects.update_or_create(project_id=project.pk, defaults=values)
    changed = {"mail_after": mail_after, "colleague_after": colleague_after, "show_text": show_text}
    audit.record(actor, "ladder.edited", project, **changed)
    return ladder
