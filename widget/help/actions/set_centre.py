"""Open or close a project's help centre, and say which languages it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.models import Project
from widget.help import drafts
from widget.help.languages import centre_of
from widget.help.models import Centre


def set_centre(actor: Actor, project: Project, draft: Mapping[str, Any]) -> Centre:
    """Change the fields that are in `draft`. Raises Forbidden without EDIT_PROJECT, Invalid."""
    require(actor, Capability.EDIT_PROJECT, project)
    fields = drafts.clean(draft, drafts.CENTRE)
    with transaction.atomic():
        centre = centre_of(project)
        for name, value in fields.items():
            setattr(centre, name, value)
        Centre.objects.update_or_create(project_id=project.pk, defaults={"open": centre.open, "languages": centre.languages})
        audit.record(actor, "help.centre_set", project, changed=sorted(fields))
    return centre
