"""Change how a project's widget looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from accounts.models import Project
from widget.configuration import LARGEST_BYTES, loader_bytes
from widget.looks.cleaning import clean_looks


def edit_looks(actor: Actor, project: Project, chosen: Mapping[str, Any]) -> Project:
    """Let it look as `chosen` and else as usual. Raises Forbidden without EDIT_PROJECT, Invalid for what cannot be."""
    require(actor, Capability.EDIT_PROJECT, project)
    kept = clean_looks(chosen)
    changed = sorted(name for name in {*kept, *project.looks} if kept.get(name) != project.looks.get(name))
    former, project.looks = project.looks, kept
    if loader_bytes(project) > LARGEST_BYTES:
        project.looks = former
        raise Invalid(fields={"texts": _("All of this together is too much for every page of your site: shorten patterns or the label.")})
    project.save(update_fields=["looks"])
    audit.record(actor, "project.edited", project, changed=[f"looks.{name}" for name in changed])
    return project
