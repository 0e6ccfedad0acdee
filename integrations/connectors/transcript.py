"""An envelope as plain text, for whatever shows people a text: chat rooms, mails, notes and issues."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from chat.text import clean_line
from integrations.envelope import Envelope

LINE = 500  # characters of what a visitor wrote somewhere that is one line here
# Characters that belong to the one before them: a cut between would leave half of what people see as one.
_JOINED = ("\u200d", "\ufe0f", "\u20e3", *map(chr, range(0x1F3FB, 0x1F400)))


def heading(envelope: Envelope) -> str:
    """One line that says what this is about."""
    number = envelope.conversation.get("number")
    project = clean_line(envelope.project.get("name", ""), 120) or "Parley"
    who = clean_line(envelope.visitor.get("name", ""), 120)
    title = _("%(project)s: conversation #%(number)s") if number else _("%(project)s: a conversation")
    words = title % {"project": project, "number": number}
    return f"{words}, {who}" if who else words


def transcript(envelope: Envelope) -> str:
    """Everything that was selected, line by line. What somebody wrote over several lines is indented, so that nobody can write
    a line that seems to be another person's."""
    parts = (_about(envelope), _visitor(envelope), _answers(envelope), _messages(envelope))
    return "\n\n".join("\n".join(lines) for lines in map(list, parts) if lines)


def footer(envelope: Envelope) -> str:
    """Who pressed, and the one word by which a second delivery of the same press is known."""
    who = clean_line(envelope.pressed_by.get("name", ""), 120)
    return _("Sent from Parley by %(who)s. Forward %(forward)s") % {"who": who, "forward": envelope.forward.replace("-", "")}


def letter(envelope: Envelope, limit: int, size: Callable[[str], int] = len) -> str:
    """The transcript, cut to `limit` where it must be, and the footer, which is never cut."""
    last = f"\n\n{footer(envelope)}"
    return fit(transcript(envelope), limit, size=lambda part: size(part + last)) + last


def fit(text: str, limit: int, size: Callable[[str], int] = len) -> str:
    """The text, or as much of its beginning as `limit` allows with a mark that says how much is missing. `size` measures it as
    the other side will."""
    if size(text) <= limit:
        return text
    low, high = 0, len(text)
    while low < high:  # the longest beginning that fits, mark included
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(_cut(text, middle)) <= limit else (low, middle - 1)
    return _cut(text, low)


def _cut(text: str, at: int) -> str:
    while 0 < at < len(text) and (unicodedata.combining(text[at]) or text[at] in _JOINED or text[at - 1] == "\u200d"):
        at -= 1
    mark = _("[… cut here: %(count)s more characters are in Parley]") % {"count": len(text) - at}
    return f"{text[:at].rstrip()}\n{mark}"


def _about(envelope: Envelope) -> Iterator[str]:
    yield heading(envelope)
    talk, project = envelope.conversation, envelope.project
    if subject := clean_line(talk.get("subject", ""), LINE):
        yield subject
    if tags := [clean_line(tag, 60) for tag in talk.get("tags") or []]:
        yield _("Tags: %(tags)s") % {"tags": ", ".join(tags)}
    if talk.get("id") and project.get("id"):
        yield settings.PARLEY_URL + reverse("panel_conversation", args=[project["id"], talk["id"]])


def _visitor(envelope: Envelope) -> Iterator[str]:
    visitor = envelope.visitor
    for name, words in (("name", _("Name")), ("email", _("Email")), ("phone", _("Phone"))):
        if value := clean_line(visitor.get(name, ""), LINE):
            yield f"{words}: {value}"
    for key, value in (visitor.get("data") or {}).items():
        yield f"{clean_line(str(key), 60)}: {clean_line(str(value), LINE)}"
    for page in visitor.get("pages") or []:
        yield _("Page: %(title)s %(url)s") % {"title": clean_line(page.get("title", ""), 120), "url": clean_line(page.get("url", ""), LINE)}


def _answers(envelope: Envelope) -> Iterator[str]:
    for name, answer in envelope.answers.items():
        said, who = spoken(answer.get("value")), clean_line(answer.get("asked_by", ""), 120)
        yield _("%(question)s: %(answer)s (asked by %(who)s)") % {"question": clean_line(name, 60), "answer": said, "who": who}


def spoken(value: Any) -> str:
    """An answer's value as people say it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return clean_line(str(value), LINE)


def _messages(envelope: Envelope) -> Iterator[str]:
    for message in envelope.messages:
        if message.get("kind") == "activity":
            continue
        author = message.get("author") or {}
        who = clean_line(author.get("name", ""), 120) or _("Visitor")
        side = "" if author.get("kind") == "visitor" else _(" (team)")
        yield f"[{str(message.get('created_at', ''))[:16].replace('T', ' ')}] {who}{side}: {_said(message)}"


def _said(message: dict[str, Any]) -> str:
    if message.get("deleted"):
        return _("(taken back)")
    files = [_("(file: %(name)s)") % {"name": clean_line(one.get("name", ""), 120)} for one in message.get("attachments") or []]
    return "\n".join(filter(None, [str(message.get("text") or ""), *files])).replace("\n", "\n    ")
