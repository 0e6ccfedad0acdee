"""Asks the search: messages with their hits, and people."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from django.db import connection

from accounts.models import Project
from chat.models import Message, SearchWord, Visitor
from chat.search.words import asked, fold

PAGE = 20
PEOPLE = 5
MEANINGS = 24  # words of the project that one asked word may stand for
SPELLINGS = 5  # those that it may be a misspelling of
SLOWEST_MS = 2_000  # a question that takes longer is given up (INP5)
NO_END = 2**62


@dataclass(frozen=True)
class Found:
    """One page of messages, newest first, the words they were found by, and whether older ones may follow."""

    messages: list[Message]
    words: frozenset[str]
    more: bool


def search_messages(project: Project, question: str, *, before: int | None = None, limit: int = PAGE, alike: bool = True) -> Found:
    """Messages of the open project that hold every word of the question, older than the message `before`.

    A word is found by its beginning and, if `alike`, by words spelt like it where nothing begins so. A question without words finds
    nothing.
    Raises django.db.OperationalError where it took longer than two seconds.
    """
    groups = _groups(project, question, alike)
    if not groups or not all(groups):
        return Found([], frozenset(), more=False)
    with connection.cursor() as cursor:
        _hurry(cursor)
        cursor.execute(
            "SELECT * FROM public.search_messages(%s, %s, %s, %s)",
            [project.pk, orjson.dumps(groups).decode(), before or NO_END, limit + 1],
        )
        ids = [row[0] for row in cursor.fetchall()]
    rows = {row.pk: row for row in Message.objects.filter(pk__in=ids[:limit]).select_related("conversation__visitor")}
    words = frozenset(word for group in groups for word in group)
    return Found([rows[one] for one in ids[:limit] if one in rows], words, more=len(ids) > limit)


def search_visitors(project: Project, question: str, *, limit: int = PEOPLE) -> list[Visitor]:
    """Visitors of the open project whose name or address holds the question; the last seen first.

    Raises django.db.OperationalError where it took longer than two seconds.
    """
    return _visitors("SELECT * FROM public.search_visitors(%s, %s, %s)", project, question, limit)


def search_visitors_alike(project: Project, question: str, *, limit: int = PEOPLE) -> list[Visitor]:
    """Those whose name or address is spelt like the question. Raises as `search_visitors`."""
    return _visitors("SELECT * FROM public.search_visitors_alike(%s, %s, %s)", project, question, limit)


def _visitors(function: str, project: Project, question: str, limit: int) -> list[Visitor]:
    text = question.strip()[:100]
    if len(fold(text)) < 2:
        return []
    with connection.cursor() as cursor:
        _hurry(cursor)
        cursor.execute(function, [project.pk, text, limit])
        ids = [row[0] for row in cursor.fetchall()]
    rows = Visitor.objects.in_bulk(ids)
    return [rows[one] for one in ids if one in rows and rows[one].erased_at is None]


def _groups(project: Project, question: str, alike: bool) -> list[list[str]]:
    """For each asked word the project's words that it may mean."""
    meant: list[list[int]] = []
    with connection.cursor() as cursor:
        for word in asked(question):
            cursor.execute("SELECT * FROM public.search_words(%s, %s, %s)", [project.pk, word, MEANINGS])
            ids = [row[0] for row in cursor.fetchall()]
            if alike and not ids:
                cursor.execute("SELECT * FROM public.search_words_alike(%s, %s, %s)", [project.pk, word, SPELLINGS])
                ids = [row[0] for row in cursor.fetchall()]
            meant.append(ids)
    words = dict(SearchWord.objects.filter(pk__in={one for ids in meant for one in ids}).values_list("pk", "word"))
    return [[words[one] for one in ids if one in words] for ids in meant]


def _hurry(cursor: object) -> None:
    cursor.execute(f"SET LOCAL statement_timeout = {SLOWEST_MS}")  # type: ignore[attr-defined]
