"""Say how often any visitor may be spoken to by the widget, and where its hours are counted."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from accounts.models import Project
from widget.rules.models import Manners

A_VISIT_AT_MOST, A_WEEK_AT_MOST = 5, 20


def set_manners(actor: Actor, project: Project, *, a_visit: Any, a_week: Any, zone: Any) -> Manners:
    """Raises Forbidden without EDIT_PROJECT, Invalid."""
    require(actor, Capability.EDIT_PROJECT, project)
    wrong = {}
    for name, value, most in (("a_visit", a_visit, A_VISIT_AT_MOST), ("a_week", a_week, A_WEEK_AT_MOST)):
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            wrong[name] = _("A whole number from 1 to %(most)s.") % {"most": most}
    if not isinstance(zone, str) or zone not in available_timezones():
        wrong["zone"] = _("There is no such time zone.")
    if wrong:
        raise Invalid(fields=wrong)
    fields = {"a_visit": a_visit, "a_week": a_week, "zone": zone}
    manners, _made = Manners.objects.update_or_create(project_id=project.pk, defaults=fields)
    audit.record(actor, "rules.manners_set", project, **fields)
    return manners
