"""The mail to an operator when nobody reacted: who waits, since when, what was said, and the way there."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Project
from chat.models import Conversation, Message
from chat.queries import members_by_id
from panel.notices import clock
from panel.notices.models import Call
from panel.notices.payload import name_of, shown
from panel.notices.words import Event

LINES, LINE_AT_MOST = 10, 600

Words = Mapping[str, object]


def words_of(call: Call, project: Project, *, text_allowed: bool) -> Words:
    """Everything of the mail, inside the tenant. No word of a visitor stands in the subject (OUT7)."""
    talk = call.conversation
    began = call.wait.began_at if call.wait is not None else call.at
    return {
        "number": talk.number,
        "project": project.name,
        "minutes": max(1, round((clock.now() - began).total_seconds() / 60)),
        "colleague": call.event == Event.UNANSWERED,
        "visitor": name_of(talk),
        "page": _page(talk) if text_allowed else "",
        "lines": _lines(talk) if text_allowed else [],
        "url": settings.PARLEY_URL + reverse("panel_conversation", args=[project.public_id, talk.public_id]),
        "choices": settings.PARLEY_URL + reverse("panel_notifications"),
    }


def _page(talk: Conversation) -> str:
    pages = talk.visitor.pages
    return shown(str(pages[-1].get("url", "")), 200) if pages else ""


def _lines(talk: Conversation) -> list[dict[str, str]]:
    """The last public words, oldest first: what the visitor can see, and no note."""
    rows = Message.objects.filter(conversation=talk, public_number__isnull=False, kind=Message.Kind.TEXT, deleted=False)
    last = list(rows.order_by("-number")[:LINES])[::-1]
    members = members_by_id(row.author_id for row in last if row.author_kind == Message.AuthorKind.OPERATOR)
    return [{"who": _who(row, talk, {pk: one.name for pk, one in members.items()}), "text": shown(row.text, LINE_AT_MOST)} for row in last]


def _who(row: Message, talk: Conversation, names: dict[int, str]) -> str:
    if row.author_kind == Message.AuthorKind.VISITOR:
        return name_of(talk)
    return shown(names.get(row.author_id, ""), 60) or _("Parley")
