"""What stands on the paper of a conversation, whatever the paper is made of. Private notes never do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Member, Project
from chat import queries
from chat.models import Attachment, Conversation, Message
from chat.shaping import Authors
from chat.text import clean_line

MOST = 20_000  # lines: more than anybody reads
SHOWN = ("text", "form", "activity")


@dataclass(frozen=True)
class Line:
    """Who said what, and at what minute. `side` is visitor, team or system."""

    at: str
    who: str
    text: str
    side: str
    files: list[str] = field(default_factory=list)

    @property
    def parts(self) -> list[str]:
        """What was said over several lines: none of them begins a line of ours."""
        return self.text.splitlines()


@dataclass(frozen=True)
class Day:
    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Sheet:
    """`facts` are names and what they say, in the order in which people want to know them."""

    number: int
    title: str
    site: str
    facts: list[tuple[str, str]]
    days: list[Day]
    zone: str
    left_out: int = 0


def lines_of(conversation: Conversation, most: int | None = None) -> list[Message]:
    """The lines that its visitor sees too, and what happened."""
    rows = Message.objects.filter(conversation=conversation, kind__in=SHOWN, deleted=False)
    return list(rows.filter(Q(public_number__isnull=False) | Q(kind="activity")).order_by("number")[: most or MOST])


def sheet_of(project: Project, conversation: Conversation, rows: list[Message], zone: str = "UTC") -> Sheet:
    """The sheet in the present language, with times of `zone`."""
    authors = queries.authors_of(conversation, rows)
    days = [Day(date_format(day, "l j F Y"), list(lines)) for day, lines in _by_day(_lines(project, rows, authors, ZoneInfo(zone)))]
    who = name_of(conversation)
    return Sheet(
        number=conversation.number,
        title=_("Conversation #%(number)s with %(who)s") % {"number": conversation.number, "who": who},
        site=", ".join(filter(None, (clean_line(project.name, 120), clean_line(project.website, 200)))),
        facts=[(name, words) for name, words in _facts(conversation, authors.members, ZoneInfo(zone)) if words],
        days=days,
        zone=zone,
        left_out=_left_out(conversation, rows),
    )


def _left_out(conversation: Conversation, rows: list[Message]) -> int:
    """How many public lines come behind the last of these."""
    if not rows or rows[-1].number == conversation.last_number:
        return 0
    behind = Message.objects.filter(conversation=conversation, number__gt=rows[-1].number, public_number__isnull=False, deleted=False)
    return behind.filter(kind__in=SHOWN).count()


def name_of(conversation: Conversation) -> str:
    """Whom it is with, as far as they said."""
    visitor = conversation.visitor
    return clean_line(visitor.name, 120) or clean_line(visitor.email, 200) or _("a visitor")


def _facts(conversation: Conversation, members: dict[int, Member], zone: ZoneInfo) -> Iterable[tuple[str, str]]:
    assignee = members.get(conversation.assignee_id or 0)
    yield _("Started"), _moment(conversation.created_at, zone)
    yield _("Answered by"), clean_line(assignee.name, 120) if assignee else ""
    yield _("Ended"), _moment(conversation.closed_at, zone) if conversation.closed_at else ""
    yield _("Rated"), _rating(conversation)
    yield _("Email"), clean_line(conversation.visitor.email, 200)
    yield _("Tags"), ", ".join(conversation.tags)


def _rating(conversation: Conversation) -> str:
    if conversation.rating_score is None:
        return ""
    said = clean_line(conversation.rating_comment, 1000)
    return (
        _("%(score)s of 5: “%(said)s”") % {"score": conversation.rating_score, "said": said} if said else f"{conversation.rating_score} / 5"
    )


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return date_format(at.astimezone(zone), "j F Y, H:i")


def _lines(project: Project, rows: list[Message], authors: Authors, zone: ZoneInfo) -> Iterable[tuple[date, Line]]:
    for row in rows:
        at = row.created_at.astimezone(zone)
        if row.kind == "activity":
            if words := _happened(row):
                yield at.date(), Line(f"{at:%H:%M}", "", words, "system")
            continue
        author = authors.shape(row.author_kind, row.author_id)
        side = row.author_kind if row.author_kind in ("visitor", "system") else "team"
        name = clean_line(author["name"], 120) or (_("Visitor") if side == "visitor" else clean_line(project.name, 120))
        yield at.date(), Line(f"{at:%H:%M}", name, row.text, side, [_file(one) for one in authors.files.get(row.number, [])])


def _happened(row: Message) -> str:
    """Who came and who went."""
    data = row.data or {}
    who = clean_line(data.get("by"), 120)
    words = {
        "joined": _("%(who)s joined the conversation") if who else "",
        "ended": _("%(who)s ended the conversation") if who else _("The conversation ended"),
        "closed": _("%(who)s ended the conversation") if who else _("The conversation ended"),
        "reopened": _("%(who)s reopened the conversation") if who else _("The conversation was reopened"),
    }
    return words.get(str(data.get("event")), "") % {"who": who}


def _file(row: Attachment) -> str:
    return f"{clean_line(row.name, 200)}, {filesizeformat(row.size)}"


def _by_day(lines: Iterable[tuple[date, Line]]) -> Iterable[tuple[date, list[Line]]]:
    for day, some in groupby(lines, key=lambda one: one[0]):
        yield day, [line for _day, line in some]
