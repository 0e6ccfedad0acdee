"""What the pages of canned replies, macros and tags send, as the actions take it. Nothing is checked here: the actions do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HUES = (
    (0, gettext_lazy("No colour")),
    (1, gettext_lazy("Petrol")),
    (2, gettext_lazy("Clay")),
    (3, gettext_lazy("Violet")),
    (4, gettext_lazy("Green")),
    (5, gettext_lazy("Rose")),
    (6, gettext_lazy("Amber")),
)
PRIORITIES = ((2, gettext_lazy("Urgent")), (1, gettext_lazy("High")), (0, gettext_lazy("Normal")), (-1, gettext_lazy("Low")))
STATUSES = (
    ("closed", gettext_lazy("It is done")),
    ("snoozed", gettext_lazy("It is put off until they write")),
    ("open", gettext_lazy("It is open")),
)
EXAMPLE = "{{visitor.first_name|there}} {{visitor.email}} {{operator.first_name}} {{project.name}} {{conversation.number}}"
# What the form of a macro says; whatever else one does was prepared by a program, and stays.
_OF_THE_FORM = ("text", "kind", "add_tags", "assignee", "priority", "status")


def reply_of(post: QueryDict) -> dict[str, str]:
    return {name: post.get(name, "") for name in ("shortcut", "text")}


def hue_of(post: QueryDict) -> int | str:
    """A number; whatever else it is stays as it is, for the action to refuse."""
    return number_of(post.get("hue", "0"))


def number_of(words: str) -> int | str:
    digits = words.removeprefix("-")
    return int(words) if digits.isascii() and digits.isdecimal() and len(digits) < 4 else words


def does_of(post: QueryDict, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the macro does, as its form says it, with what the form does not know kept as it was `before`."""
    does = {name: value for name, value in (before or {}).items() if name not in _OF_THE_FORM}
    text, tags = post.get("text", "").strip(), post.get("tags", "")
    if text:
        does |= {"text": text, "kind": "note" if "note" in post else "text"}
    if names := [name.strip() for name in tags.split(",") if name.strip()]:
        does["add_tags"] = names
    assignee = (before or {}).get("assignee")
    if "mine" in post:
        does["assignee"] = "me"
    elif assignee is not None and assignee != "me":
        does["assignee"] = assignee
    if priority := post.get("priority", ""):
        does["priority"] = number_of(priority)
    if status := post.get("status", ""):
        does["status"] = status
    return does


def macro_fields(does: Mapping[str, Any]) -> dict[str, Any]:
    """What its form shows."""
    return {
        "text": does.get("text", ""),
        "note": does.get("kind") == "note",
        "tags": ", ".join(map(str, does.get("add_tags", []))),
        "mine": does.get("assignee") == "me",
        "priority": does.get("priority"),
        "status": does.get("status", ""),
    }


def sentence_of(does: Mapping[str, Any]) -> str:
    """What a press does, in a few words."""
    parts = []
    if "text" in does:
        parts.append((_("notes “%(text)s”") if does.get("kind") == "note" else _("says “%(text)s”")) % {"text": does["text"]})
    if tags := does.get("add_tags") or does.get("tags"):
        parts.append(_("tags it %(tags)s") % {"tags": ", ".join(map(str, tags))})
    if does.get("assignee") is not None:
        parts.append(_("gives it to whoever presses") if does["assignee"] == "me" else _("gives it to a colleague"))
    if does.get("department") is not None:
        parts.append(_("moves it to a department"))
    if "priority" in does:
        words = dict(PRIORITIES).get(does["priority"], "")
        parts.append(_("priority %(words)s") % {"words": str(words).lower()})
    if "status" in does:
        ends = {"closed": _("and is done"), "snoozed": _("and is put off"), "open": _("and is open")}
        parts.append(ends.get(does["status"], ""))
    line = ", ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]
