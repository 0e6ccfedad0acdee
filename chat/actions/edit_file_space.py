"""Say which files may be sent in a project: how large, of which sorts, and by whom."""

from __future__ import annotations

from typing import Any

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from accounts.models import Project
from chat.actions.start_upload import hold_space
from chat.files.kinds import SORTS
from chat.models import FileSpace
from chat.models.attachment import LARGEST_BYTES, MIB

LARGEST_MB = LARGEST_BYTES // MIB
FIELDS = ("from_visitors", "from_team", "largest_mb", "sorts")


def edit_file_space(actor: Actor, project: Project, /, **changes: Any) -> FileSpace:
    """Change the named fields. `largest_mb` is of 1024 * 1024 bytes each; `sorts` are those that may be sent. Files that are there stay.

    Raises Forbidden without EDIT_PROJECT, Invalid with what is wrong with each.
    """
    require(actor, Capability.EDIT_PROJECT, project)
    cleaned = _cleaned(changes)
    space = hold_space(project)
    for name, value in cleaned.items():
        setattr(space, name, value)
    space.save(update_fields=sorted(cleaned))
    audit.record(actor, "files.edited", project, changed=sorted(changes))
    return space


def _cleaned(changes: dict[str, Any]) -> dict[str, Any]:
    wrong = {name: "There is no such setting." for name in changes if name not in FIELDS}
    for name in ("from_visitors", "from_team"):
        if not isinstance(changes.get(name, True), bool):
            wrong[name] = "This is true or false."
    largest, sorts = changes.get("largest_mb", 1), changes.get("sorts", SORTS[:1])
    if not isinstance(largest, int) or isinstance(largest, bool) or not 1 <= largest <= LARGEST_MB:
        wrong["largest_mb"] = f"A whole number of megabytes from 1 to {LARGEST_MB}."
    if not isinstance(sorts, list | tuple) or not sorts or not all(isinstance(one, str) and one in SORTS for one in sorts):
        wrong["sorts"] = "At least one of {sorts}.".format(sorts=", ".join(SORTS))
    if wrong:
        raise Invalid(fields=wrong)
    cleaned = {name: value for name, value in changes.items() if name.startswith("from_")}
    if "largest_mb" in changes:
        cleaned["largest_bytes"] = largest * MIB
    if "sorts" in changes:
        cleaned["refused_sorts"] = [one for one in SORTS if one not in sorts]
    return cleaned
