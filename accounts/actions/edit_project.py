"""Change a project's name, colour, domains and switches."""

from __future__ import annotations

import re
from typing import Any

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.domains import clean_domains
from accounts.errors import Invalid
from accounts.models import Project

EDITABLE = ("name", "website", "color", "allowed_domains", "live_visitors", "typing_preview", "page_history", "greeting")


def edit_project(actor: Actor, project: Project, **changes: Any) -> Project:
    """Change the named fields of EDITABLE. Raises Forbidden without EDIT_PROJECT, Invalid for a value that cannot be."""
    require(actor, Capability.EDIT_PROJECT, project)
    if unknown := set(changes) - set(EDITABLE):
        raise Invalid(fields=dict.fromkeys(sorted(unknown), "There is no such setting."))
    if "allowed_domains" in changes:
        changes["allowed_domains"] = clean_domains(changes["allowed_domains"])
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", changes.get("color", "#000000")):
        raise Invalid(fields={"color": "Write a colour as #0F616F."})
    if not str(changes.get("name", "-")).strip():
        raise Invalid(fields={"name": "A project needs a name."})
    for name, value in changes.items():
        setattr(project, name, value)
    project.save(update_fields=sorted(changes))
    audit.record(actor, "project.edited", project, changed=sorted(changes))
    return project
