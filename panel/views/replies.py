"""What a team prepares for its chats: canned replies, macros, and the vocabulary of tags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.capabilities import Capability, may
from accounts.doors import AccountRequest, PanelRequest, account_page, panel_page
from accounts.errors import NotFound, Refused
from accounts.models import Project
from chat.actions.edit_prepared import add_canned_reply, add_macro, edit_canned_reply, edit_macro, remove_prepared
from chat.actions.edit_tags import add_tag, edit_tag, remove_tag
from chat.actions.tag_conversation import LONGEST
from chat.prepared import (
    canned_reply_for,
    canned_reply_shapes,
    macro_for,
    macro_shapes,
    macros,
    replies_of,
    tag_for,
    tag_shapes,
)
from panel import prepared_forms as forms
from panel.views.editable import editable, to_editable

TOLD = {"added": _("Added."), "saved": _("Saved."), "removed": _("Removed.")}


@dataclass(frozen=True)
class Kind:
    """One of the three pages. `found` looks a row up by its public id and raises NotFound; `edit` and `remove` take what it gives."""

    name: str
    found: Callable[[Actor, Project, object], Any]
    add: Callable[[Actor, Project, QueryDict], object]
    edit: Callable[[Actor, Project, Any, QueryDict], object]
    remove: Callable[[Actor, Project, Any], None]
    rows: Callable[[Actor], list[Any]]
    # What its form shows: of a shape, or of what was sent.
    of_shape: Callable[[Any], dict[str, Any]]
    of_post: Callable[[QueryDict], dict[str, Any]]


REPLIES = Kind(
    "replies",
    canned_reply_for,
    lambda actor, project, post: add_canned_reply(actor, project, {**forms.reply_of(post), "own": "shared" not in post}),
    lambda actor, project, row, post: edit_canned_reply(actor, project, row, forms.reply_of(post)),
    remove_prepared,
    lambda actor: list(canned_reply_shapes(replies_of(actor))),
    dict,
    lambda post: {**forms.reply_of(post), "shared": "shared" in post},
)
MACROS = Kind(
    "macros",
    macro_for,
    lambda actor, project, post: add_macro(actor, project, {"name": post.get("name", ""), "does": forms.does_of(post)}),
    lambda actor, project, row, post: edit_macro(
        actor, project, row, {"name": post.get("name", ""), "does": forms.does_of(post, row.does)}
    ),
    remove_prepared,
    lambda actor: [{**shape, "sentence": forms.sentence_of(shape["does"])} for shape in macro_shapes(macros())],
    lambda shape: {"name": shape["name"], **forms.macro_fields(shape["does"])},
    lambda post: {"name": post.get("name", ""), **forms.macro_fields(forms.does_of(post))},
)
TAGS = Kind(
    "tags",
    tag_for,
    lambda actor, project, post: add_tag(actor, project, name=post.get("name", ""), hue=forms.hue_of(post)),
    lambda actor, project, row, post: edit_tag(actor, project, row, name=post.get("name", ""), hue=forms.hue_of(post)),
    remove_tag,
    lambda actor: list(tag_shapes()),
    dict,
    lambda post: {"name": post.get("name", ""), "hue": forms.hue_of(post)},
)
PAGES = {"replies": "panel_replies", "macros": "panel_macros", "tags": "panel_tags"}


@require_safe
@never_cache
@account_page(Capability.REPLY)
def home(request: AccountRequest) -> HttpResponse:
    """To the canned replies of the project that `?project=` names, else of the first where the person replies."""
    return to_editable(request, "panel_replies", Capability.REPLY, none="panel")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def replies(request: PanelRequest) -> HttpResponse:
    """Words under a shortcut: one's own, and everybody's for whoever changes the project."""
    return _page(request, REPLIES)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def macro_list(request: PanelRequest) -> HttpResponse:
    """Several changes of a conversation under one name."""
    return _page(request, MACROS)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def tags(request: PanelRequest) -> HttpResponse:
    """The vocabulary with its colours."""
    return _page(request, TAGS)


def _page(request: PanelRequest, kind: Kind) -> HttpResponse:
    """The list, and the form of one more or, with `?change=`, of one of them. A POST names in `act` what to do, and to which."""
    if not may(request.actor, Capability.REPLY, request.project):
        raise PermissionDenied
    if request.method != "POST":
        return _shown(request, kind, request.GET.get("change", ""))
    act, _colon, which = request.POST.get("act", "").partition(":")
    try:
        done = _done(request, kind, act, which)
    except NotFound:
        raise Http404 from None
    except Refused as refused:
        return _shown(request, kind, which, refused)
    return redirect(f"{request.path}?done={done}" if done else request.path)


def _done(request: PanelRequest, kind: Kind, act: str, which: str) -> str:
    """Do what was pressed; a key of TOLD. Raises NotFound, Refused."""
    actor, project = request.actor, request.project
    match act:
        case "add":
            kind.add(actor, project, request.POST)
            return "added"
        case "save":
            kind.edit(actor, project, kind.found(actor, project, which), request.POST)
            return "saved"
        case "remove":
            kind.remove(actor, project, kind.found(actor, project, which))
            return "removed"
    return ""


def _shown(request: PanelRequest, kind: Kind, which: str, refused: Refused | None = None) -> HttpResponse:
    rows = kind.rows(request.actor)
    edits = may(request.actor, Capability.EDIT_PROJECT, request.project)
    changed = next((row for row in rows if row["id"] == which and (edits or row.get("own"))), None)
    fields = kind.of_post(request.POST) if refused else kind.of_shape(changed) if changed else kind.of_shape(_NONE[kind.name])
    sentences = list(refused.fields.values()) or [refused.detail] if refused is not None else []
    words: dict[str, Any] = {
        "kind": kind.name,
        "project": request.project,
        "projects": editable(request.actor, Capability.REPLY),
        "rows": rows,
        "used": sum(row["used"] for row in rows),
        "edits": edits,
        "changed": changed,
        "shown": fields,
        "refused": list(dict.fromkeys(sentences)),
        "told": TOLD.get(request.GET.get("done", ""), ""),
        "hues": forms.HUES,
        "priorities": forms.PRIORITIES,
        "statuses": forms.STATUSES,
        "longest": LONGEST,
        "example": forms.EXAMPLE,
    }
    return render(request, f"panel/settings/{kind.name}.html", words, status=refused.status if refused else 200)


_NONE: dict[str, Any] = {"replies": {"shared": True}, "macros": {"name": "", "does": {}}, "tags": {"hue": 0}}
