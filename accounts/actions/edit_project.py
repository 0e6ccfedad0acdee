"""Change a project's name, colour, domains and switches."""

from __future__ import annotations

import re
from typing import Any

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.cards import mask_cards
from accounts.domains import clean_domains
from accounts.errors import Invalid
from accounts.models import Project
from accounts.unstorable import UNSTORABLE

TEXTS = {"name": 120, "website": 253, "color": 7, "greeting": 200, "email": 254}  # and the most characters of each
SWITCHES = ("live_visitors", "typing_preview", "page_history", "mask_cards", "signed_identity", "ask_first")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]{2,}")
EDITABLE = (*TEXTS, *SWITCHES, "allowed_domains")


def edit_project(actor: Actor, project: Project, /, **changes: Any) -> Project:
    """Change the named fields of EDITABLE. Raises Forbidden without EDIT_PROJECT, Invalid for a value that cannot be."""
    require(actor, Capability.EDIT_PROJECT, project)
    if unknown := set(changes) - set(EDITABLE):
        raise Invalid(fields=dict.fromkeys(sorted(unknown), "There is no such setting."))
    if wrong := {name: sentence for name, value in changes.items() if (sentence := _trouble(name, value))}:
        raise Invalid(fields=wrong)
    for name, value in changes.items():
        setattr(project, name, _cleaned(name, value))
    project.save(update_fields=sorted(changes))
    audit.record(actor, "project.edited", project, changed=sorted(changes))
    return project


def _cleaned(name: str, value: Any) -> Any:
    if name == "allowed_domains":
        return clean_domains(value)
    return mask_cards(value) if name in TEXTS else value


def _trouble(name: str, value: object) -> str:
    """What is wrong with a field's value; '' for nothing. Values come from JSON as well as from forms."""
    if name in SWITCHES:
        return "" if isinstance(value, bool) else "This is true or false."
    if name == "allowed_domains":
        return "" if isinstance(value, list) and all(isinstance(one, str) for one in value) else "This is a list of domains."
    if not isinstance(value, str) or UNSTORABLE.search(value) or len(value) > TEXTS[name]:
        return f"This is a text of at most {TEXTS[name]} characters."
    if name == "email" and value and not _ADDRESS.fullmatch(value):
        return "Write an address as shop@example.com."
    if name == "color" and not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        return "Write a colour as #0F616F."
    return "A project needs a name." if name == "name" and not value.strip() else ""
