"""Let Parley's staff look into a project, or into all of them, for a time."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actions.revoke_grant import end_grant
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.cards import mask_cards
from accounts.errors import Invalid
from accounts.grants import open_grants
from accounts.models import Grant, Member, Project
from accounts.models.grant import LONGEST, USUAL_HOURS
from accounts.unstorable import UNSTORABLE

MOST_HOURS = LONGEST // timedelta(hours=1)
MOST_WORDS = 200


def give_grant(actor: Actor, *, project: Project | None, scope: str, reason: str, hours: int = USUAL_HOURS) -> Grant:
    """Open `project`, or without one all of the actor's account, to staff for `hours`. It replaces the grant that is open there.

    `scope` is one of Grant.Scope. Raises Forbidden to everybody but an owner in person, Invalid for a value that cannot be.
    """
    require(actor, Capability.GIVE_GRANTS)
    given, reason = reason, mask_cards(" ".join(reason.split()))
    wrong = {}
    if scope not in Grant.Scope.values:
        wrong["scope"] = _("Choose what they may see.")
    if not 1 <= hours <= MOST_HOURS:
        wrong["hours"] = _("At most 7 days.")
    if not reason or len(given) > MOST_WORDS or UNSTORABLE.search(given):
        wrong["reason"] = _("Say in at most 200 characters what they should look at.")
    if wrong:
        raise Invalid(fields=wrong)
    # One at a time: of two presses at once the second replaces the first.
    Member.objects.select_for_update(no_key=True).get(pk=actor.id)
    for former in open_grants(project):
        end_grant(actor, former)
    grant = Grant(
        account_id=actor.account_id,
        project=project,
        scope=scope,
        reason=reason,
        given_by_id=actor.id,
        ends_at=timezone.now() + timedelta(hours=hours),
    )
    grant.save(force_insert=True)
    audit.record(actor, "grant.given", grant, project=str(project.public_id) if project else None, scope=scope, hours=hours, reason=reason)
    return grant
