"""Prepare canned replies, macros and views of the inbox: for oneself, or for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.cards import masked
from accounts.errors import Conflict, Forbidden, Invalid, Refused
from accounts.models import Project
from chat.actions.change_conversation import change_of
from chat.actions.tag_conversation import names_of
from chat.filters import clean_wants
from chat.models import CannedReply, Macro, SavedView
from chat.prepared import HOLE, VARIABLES, mine_or_shared
from chat.text import clean_line, clean_text

SHORTCUT, NAME, TEXT = 40, 60, 5000
MOST = {CannedReply: 1000, Macro: 100, SavedView: 100}
OF_REPLY, OF_MACRO, OF_VIEW = ("shortcut", "text", "own"), ("name", "does"), ("name", "wants", "own")

Prepared = TypeVar("Prepared", CannedReply, Macro, SavedView)


def add_canned_reply(actor: Actor, project: Project, fields: Mapping[str, Any]) -> CannedReply:
    """A reply under a shortcut. `own` is for oneself; a shared one needs EDIT_PROJECT. Raises Forbidden, Invalid, Conflict."""
    row = CannedReply(project=project, member_id=_whose(actor, project, fields))
    return _saved(actor, "canned_reply.added", row, _clean_reply(project, fields, whole=True), row.member_id is None)


def edit_canned_reply(actor: Actor, project: Project, reply: CannedReply, fields: Mapping[str, Any]) -> CannedReply:
    """Change shortcut and words. Whose it is stays. Raises as `add_canned_reply`."""
    _require_own(actor, project, reply.member_id)
    return _saved(actor, "canned_reply.edited", reply, _clean_reply(project, fields), reply.member_id is None)


def add_macro(actor: Actor, project: Project, fields: Mapping[str, Any]) -> Macro:
    """Several changes under one name, for everybody. Raises Forbidden without EDIT_PROJECT, Invalid, Conflict."""
    require(actor, Capability.EDIT_PROJECT, project)
    return _saved(actor, "macro.added", Macro(project=project), _clean_macro(actor, project, fields, whole=True), True)


def edit_macro(actor: Actor, project: Project, macro: Macro, fields: Mapping[str, Any]) -> Macro:
    """Raises as `add_macro`."""
    require(actor, Capability.EDIT_PROJECT, project)
    return _saved(actor, "macro.edited", macro, _clean_macro(actor, project, fields), True)


def add_saved_view(actor: Actor, project: Project, fields: Mapping[str, Any]) -> SavedView:
    """A filter under a name. Raises as `add_canned_reply`."""
    row = SavedView(project=project, member_id=_whose(actor, project, fields))
    return _saved(actor, "saved_view.added", row, _clean_view(actor, project, fields, whole=True), row.member_id is None)


def edit_saved_view(actor: Actor, project: Project, view: SavedView, fields: Mapping[str, Any]) -> SavedView:
    """Raises as `add_saved_view`."""
    _require_own(actor, project, view.member_id)
    return _saved(actor, "saved_view.edited", view, _clean_view(actor, project, fields), view.member_id is None)


def remove_prepared(actor: Actor, project: Project, row: CannedReply | Macro | SavedView) -> None:
    """Take it away. Raises Forbidden for what is everybody's without EDIT_PROJECT."""
    _require_own(actor, project, getattr(row, "member_id", None))
    kind = {CannedReply: "canned_reply", Macro: "macro", SavedView: "saved_view"}[type(row)]
    if getattr(row, "member_id", None) is None:
        audit.record(actor, f"{kind}.removed", row, name=str(row))
    row.delete()


def note_use(actor: Actor, project: Project, reply: CannedReply) -> None:
    """Somebody has inserted it. Raises Forbidden without REPLY."""
    require(actor, Capability.REPLY, project)
    CannedReply.objects.filter(pk=reply.pk).update(used=F("used") + 1, used_at=timezone.now())


def _whose(actor: Actor, project: Project, fields: Mapping[str, Any]) -> int | None:
    """Whose it will be: the actor's internal id, or None for everybody's."""
    own = fields.get("own", True)
    if not isinstance(own, bool):
        raise Invalid(fields={"own": "true or false."})
    require(actor, Capability.REPLY if own else Capability.EDIT_PROJECT, project)
    if own and not actor.id:
        raise Forbidden("A key that is nobody’s has nothing of its own.")
    return actor.id if own else None


def _require_own(actor: Actor, project: Project, member: int | None) -> None:
    require(actor, Capability.EDIT_PROJECT if member is None else Capability.REPLY, project)


def _saved(actor: Actor, action: str, row: Prepared, values: dict[str, Any], shared: bool) -> Prepared:
    """What is one's own is nobody else's business, the log's included."""
    most = MOST[type(row)]
    if row.pk is None and type(row).objects.filter(mine_or_shared(actor) if hasattr(row, "member_id") else Q()).count() >= most:
        raise Conflict(f"At most {most} of these.")
    for name, value in values.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Conflict("There is one of this name.", fields={"name": "There is one of this name."}) from None
    if shared:
        audit.record(actor, action, row, name=str(row))
    return row


def _known(fields: Mapping[str, Any], names: tuple[str, ...], *, whole: bool) -> None:
    wrong = {str(name)[:40]: "There is no such field." for name in fields if name not in names}
    wrong |= {name: "This is needed." for name in names if whole and name != "own" and name not in fields}
    if not whole and "own" in fields:
        wrong["own"] = "Whose it is stays."
    if wrong:
        raise Invalid(fields=wrong)


def _clean_reply(project: Project, fields: Mapping[str, Any], *, whole: bool = False) -> dict[str, Any]:
    _known(fields, OF_REPLY, whole=whole)
    cleaned: dict[str, Any] = {}
    if "shortcut" in fields:
        shortcut = masked(project, clean_line(fields["shortcut"], SHORTCUT + 1)).removeprefix("/")
        if not shortcut or len(shortcut) > SHORTCUT or " " in shortcut or "/" in shortcut:
            raise Invalid(fields={"shortcut": f"One word of at most {SHORTCUT} letters, as ship-fr."})
        cleaned["shortcut"] = shortcut
    if "text" in fields:
        cleaned["text"] = template_of(project, fields["text"])
    return cleaned


def template_of(project: Project, raw: object) -> str:
    """Words with variables in them. Raises Invalid for a variable that there is none of."""
    try:
        text = masked(project, clean_text(raw))
    except Refused as refused:
        raise Invalid(fields={"text": refused.detail}) from None
    if len(text) > TEXT:
        raise Invalid(fields={"text": f"At most {TEXT} characters."})
    unknown = [name for name, _otherwise in HOLE.findall(text) if name not in VARIABLES]
    if unknown:
        raise Invalid(fields={"text": f"There is no {{{{{unknown[0]}}}}}: only {', '.join(VARIABLES)}."})
    return text


def _name(project: Project, raw: object) -> str:
    name = masked(project, clean_line(raw, NAME + 1))
    if not name or len(name) > NAME:
        raise Invalid(fields={"name": f"A name of at most {NAME} characters."})
    return name


def _clean_view(actor: Actor, project: Project, fields: Mapping[str, Any], *, whole: bool = False) -> dict[str, Any]:
    _known(fields, OF_VIEW, whole=whole)
    cleaned: dict[str, Any] = {"name": _name(project, fields["name"])} if "name" in fields else {}
    if "wants" in fields:
        cleaned["wants"] = clean_wants(actor, project, fields["wants"])
    return cleaned


def _clean_macro(actor: Actor, project: Project, fields: Mapping[str, Any], *, whole: bool = False) -> dict[str, Any]:
    _known(fields, OF_MACRO, whole=whole)
    cleaned: dict[str, Any] = {"name": _name(project, fields["name"])} if "name" in fields else {}
    if "does" in fields:
        cleaned["does"] = _clean_does(actor, project, fields["does"])
    return cleaned


def _clean_does(actor: Actor, project: Project, raw: object) -> dict[str, Any]:
    """`{text?, kind?, …change}`: a moment that is named would have passed by the second press, so a macro has none."""
    if not isinstance(raw, dict) or not raw or "note" in raw or raw.get("snoozed_until") is not None:
        raise Invalid(fields={"does": "An object with what it changes."})
    change = {name: value for name, value in raw.items() if name not in ("text", "kind")}
    change_of(actor, project, change)
    does = dict(change)
    for name in ("tags", "add_tags", "remove_tags"):
        if name in change:
            does[name] = names_of(project, change[name])
    if "text" in raw:
        does["text"] = template_of(project, raw["text"])
        does["kind"] = raw.get("kind", "text")
        if does["kind"] not in ("text", "note"):
            raise Invalid(fields={"does": "kind is text or note."})
    return does
