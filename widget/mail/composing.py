"""The words of a letter, and what stands in its headers: nothing there that a visitor has written."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.mail import Envelope
from accounts.models import Project
from chat import queries
from chat.models import Conversation, Message
from chat.text import clean_line
from widget.mail import access, addresses
from widget.mail.models import Letter, ReplyAddress

# By this line we find again where the answer to a letter ends, whatever the visitor's program does with the rest.
MARKER = "— — —"
OWN_HEADER = "X-Parley-Letter"
MOST_LINES = 500  # of a transcript in a mail; the whole one can be downloaded


@dataclass(frozen=True)
class Said:
    """One message as it stands in a letter: nothing that somebody wrote begins a line of ours."""

    who: str
    at: str
    lines: list[str]
    by_team: bool


def language_of(locale: str) -> str:
    """The language of ours that is nearest to a visitor's."""
    try:
        return translation.get_supported_language_variant(locale.lower().replace("_", "-"))
    except LookupError:
        return str(settings.LANGUAGE_CODE)


def words_of(project: Project, conversation: Conversation, letter: Letter) -> dict[str, Any]:
    """What the letter's templates need, in the visitor's language, which the caller has set."""
    return {
        "project": project.name,
        "site": _site(project),
        "question": _question(project, conversation, letter),
        "said": _said(project, conversation, letter),
        "marker": MARKER,
        "can_answer": bool(settings.REPLY_DOMAIN),
        "rate_url": _url("mail_rate", access.rate_token(project, conversation)) if letter.asks_rating else "",
        "stop_url": _url("mail_stop", access.stop_token(project, letter.to)),
    }


def envelope_of(project: Project, conversation: Conversation, letter: Letter, address: ReplyAddress | None) -> Envelope:
    """Who it comes from, where the answer goes, and that no machine shall answer it (RFC 3834, RFC 8058)."""
    host = urlsplit(settings.PARLEY_URL).hostname
    stop = _url("mail_stop", access.stop_token(project, letter.to))
    return Envelope(
        sender=formataddr((clean_line(project.name, 80).replace("=?", "= ?"), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        reply_to=addresses.written(project, address) if address else "",
        headers={
            "Message-ID": f"<{letter.public_id}@{host}>",
            "References": f"<talk-{conversation.public_id}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            OWN_HEADER: str(letter.public_id),
        },
    )


def _url(name: str, token: str) -> str:
    return settings.PARLEY_URL + reverse(name, args=[token])


def _site(project: Project) -> str:
    """The customer's website, for people to go back to: an address of ours would open nothing there."""
    host = clean_line(project.website, 253)
    return host if not host or host.startswith(("http://", "https://")) else f"https://{host}"


def _question(project: Project, conversation: Conversation, letter: Letter) -> Said | None:
    """What the visitor had said last before it."""
    if letter.kind != Letter.Kind.REPLY:
        return None
    rows = Message.objects.filter(conversation=conversation, number__lt=letter.first, author_kind="visitor", kind="text", deleted=False)
    last = rows.order_by("-number").first()
    return said_of(project, conversation, [last])[0] if last is not None else None


def _said(project: Project, conversation: Conversation, letter: Letter) -> list[Said]:
    if letter.kind == Letter.Kind.RATING:
        return []
    rows = Message.objects.filter(conversation=conversation, number__gte=letter.first, number__lte=letter.last, deleted=False)
    rows = rows.filter(public_number__isnull=False, kind__in=["text", "form"])
    if letter.kind == Letter.Kind.REPLY:
        rows = rows.filter(author_kind="operator")
    return said_of(project, conversation, list(rows.order_by("-number")[:MOST_LINES])[::-1])


def said_of(project: Project, conversation: Conversation, rows: list[Message]) -> list[Said]:
    """Messages with names and times for their visitor; private ones have no business here."""
    authors = queries.authors_of(conversation, rows)
    found = []
    for row in rows:
        author = authors.shape(row.author_kind, row.author_id)
        at = date_format(timezone.localtime(row.created_at), "DATETIME_FORMAT")
        by_team = row.author_kind != "visitor"
        name = clean_line(author["name"], 120) or (clean_line(project.name, 120) if by_team else _("You"))
        found.append(Said(name, at, row.text.split("\n"), by_team))
    return found
