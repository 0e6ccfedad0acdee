"""What a push says: never more than project and person let it (PRV7), and nothing at all of customers where nobody is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Project, User
from accounts.signing_in.lifetimes import is_over
from chat.models import Conversation, Message
from chat.queries import members_by_id
from integrations.outbound.answers import UNSHOWN
from panel.notices.models import Call, Device, Manner, Ring
from panel.notices.words import Event

SALT = "parley.notices.heard"
HEARD_WITHIN_S = 7 * 86_400
NAME_AT_MOST, TEXT_AT_MOST = 60, 180  # characters: lock screens show no more

Payload = dict[str, Any]


def payload_of(ring: Ring, call: Call, project: Project, device: Device, *, manner: Manner, text_allowed: bool) -> Payload:
    """For the service worker, in the person's language."""
    talk = call.conversation
    token = signing.dumps([project.account_id, project.pk, ring.public_id.hex], salt=SALT)
    url = reverse("panel_conversation", args=[project.public_id, talk.public_id])
    common = {"token": token, "tag": talk.public_id.hex, "url": url, "event": call.event, "at": int(call.at.timestamp() * 1000)}
    with translation.override(language_of(device.user, manner)):
        if device.session is None or is_over(device.session):
            words = {"title": "Parley", "body": _("Somebody wrote to one of your projects. Sign in to read it.")}
        elif text_allowed and manner.show_text:
            words = {"title": _title(talk, project), "body": _words_of(call) or _event_words(call)}
        else:
            words = {"title": _title(talk, project), "body": _event_words(call)}
        direction = "rtl" if translation.get_language_bidi() else "ltr"
        return {**common, **words, "lang": translation.get_language() or settings.LANGUAGE_CODE, "dir": direction}


def language_of(user: User, manner: Manner) -> str:
    """As they chose it, else as the browser spoke that they subscribed."""
    return user.language or manner.language


def name_of(talk: Conversation) -> str:
    """A visitor's name, or the first letters of their id, without what turns a line around."""
    visitor = talk.visitor
    return shown(visitor.name, NAME_AT_MOST) or _("Visitor %(id)s") % {"id": visitor.public_id.hex[:4]}


def shown(text: str, at_most: int) -> str:
    """One line of a stranger's words, cut."""
    line = " ".join(UNSHOWN.sub(" ", text[: 4 * at_most]).split())
    return line if len(line) <= at_most else line[: at_most - 1].rstrip() + "…"


def _title(talk: Conversation, project: Project) -> str:
    return f"{name_of(talk)} · {shown(project.name, NAME_AT_MOST)}"


def _last_words(talk: Conversation) -> str:
    lines = Message.objects.filter(conversation=talk, author_kind=Message.AuthorKind.VISITOR, kind=Message.Kind.TEXT, deleted=False)
    last = lines.order_by("-number").first()
    return shown(last.text, TEXT_AT_MOST) if last is not None else ""


def _words_of(call: Call) -> str:
    """What is said of it: a colleague's note where that names whoever is called, else the visitor's last words."""
    if call.event != Event.MENTIONED:
        return _last_words(call.conversation)
    note = Message.objects.filter(conversation=call.conversation, number=call.number, kind=Message.Kind.NOTE, deleted=False).first()
    if note is None:
        return ""
    by = members_by_id([note.author_id]).get(note.author_id)
    return shown(f"{by.name}: {note.text}" if by is not None else note.text, TEXT_AT_MOST)


def _event_words(call: Call) -> str:
    number = call.conversation.number
    words = {
        Event.NEW_CHAT: _("A new chat, #%(number)s"),
        Event.REPLY: _("A new message in #%(number)s"),
        Event.ASSIGNED: _("#%(number)s was given to you"),
        Event.MENTIONED: _("You are mentioned in #%(number)s"),
        Event.UNANSWERED: _("Nobody has reacted to #%(number)s yet"),
    }
    return words[Event(call.event)] % {"number": number}


def test_payload(device: Device, manner: Manner) -> Payload:
    """For trying it: says nothing of anybody."""
    token = signing.dumps(["test", device.public_id.hex, device.test_id.hex if device.test_id else ""], salt=SALT)
    language = language_of(device.user, manner)
    with translation.override(language):
        words = {"title": _("This is how Parley rings"), "body": _("You asked for a test. It arrived.")}
    return {**words, "token": token, "tag": "test", "url": reverse("panel_why"), "event": "test", "lang": language}
