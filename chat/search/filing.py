"""Files what the timeline has got under its words: a follower, so that writing a message costs nothing more."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from accounts.models import Project
from chat.models import Follower, Message, SearchEntry, SearchWord
from chat.search.words import words_of

FOLLOWER = "search"
BUCKET_BITS = 17  # of a message's id: 131 072 messages of all customers a bucket, as chat/migrations/sql/search.sql has it
_SEARCHED = (Message.Kind.TEXT, Message.Kind.NOTE)
_REWRITTEN = ("edited", "removed")
# In order of the words: two at once take them in one order. What is known is left out before, since a conflict locks its row.
_NOTE_WORDS = """
    INSERT INTO chat_searchword AS known (project_id, word, buckets)
    SELECT %s, word, array_agg(DISTINCT bucket) FROM unnest(%s::text[], %s::integer[]) given (word, bucket)
    WHERE NOT EXISTS (SELECT FROM chat_searchword k
                      WHERE k.word = given.word AND given.bucket = ANY(k.buckets))
    GROUP BY word ORDER BY word
    ON CONFLICT (project_id, word) DO UPDATE
    SET buckets = ARRAY(SELECT DISTINCT b FROM unnest(known.buckets || excluded.buckets) b ORDER BY b)
"""


def file_lines(project: Project, ids: list[int]) -> None:
    """File new rows, and again what they say was edited or taken back. Twice is fine: the last time counts."""
    rows = list(Message.objects.filter(pk__in=ids))
    rows += _targets(row for row in rows if row.kind == Message.Kind.ACTIVITY)
    _file(project, {row.pk: row for row in rows if row.kind in _SEARCHED})


def _targets(activities: Iterable[Message]) -> list[Message]:
    found: list[Message] = []
    for row in activities:
        data = row.data or {}
        if data.get("event") in _REWRITTEN:
            found += Message.objects.filter(conversation=row.conversation_id, number=int(str(data.get("of") or 0)))
    return found


def _file(project: Project, rows: dict[int, Message]) -> None:
    before = {entry.pk: set(map(_word, entry.tokens)) for entry in SearchEntry.objects.filter(pk__in=rows)}
    entries = [_entry(project, row) for row in rows.values()]
    SearchEntry.objects.bulk_create(entries, update_conflicts=True, unique_fields=["message_id"], update_fields=["tokens"])
    after = {word for entry in entries for word in map(_word, entry.tokens)}
    note_words(project.pk, {(word, entry.pk >> BUCKET_BITS) for entry in entries for word in map(_word, entry.tokens)})
    forget_words(project.pk, {word for words in before.values() for word in words} - after)


def _entry(project: Project, row: Message) -> SearchEntry:
    words = [] if row.deleted else words_of(row.text)
    tokens = [f"{project.pk}.{row.pk >> BUCKET_BITS}:{word}" for word in words]
    return SearchEntry(project_id=project.pk, message_id=row.pk, conversation_id=row.conversation_id, number=row.number, tokens=tokens)


def note_words(project_id: int, places: set[tuple[str, int]]) -> None:
    """Inside the tenant: words and the buckets they stand in. Those that are known there already are not touched."""
    if not places:
        return
    words, buckets = zip(*sorted(places), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_NOTE_WORDS, [project_id, list(words), list(buckets)])


def _word(token: str) -> str:
    return token.split(":", 1)[1]


def hold_still() -> None:
    """Until the commit nothing is filed in the open project. Taken before any conversation, as the follower itself does.

    Whoever erases needs it: what is being filed meanwhile would stay, and a word that is being filed must not be forgotten.
    """
    list(Follower.objects.select_for_update(no_key=True).filter(name=FOLLOWER))


def forget_entries(project_id: int, conversations: Iterable[int]) -> None:
    """Inside the tenant: take conversations out of the search, and the words that nobody else wrote."""
    entries = SearchEntry.objects.filter(conversation__in=list(conversations))
    words = {_word(token) for tokens in entries.values_list("tokens", flat=True) for token in tokens}
    entries.delete()
    forget_words(project_id, words)


def forget_words(project_id: int, words: set[str]) -> None:
    """Take away those of the words that no entry holds any longer: what was erased must not be offered as a completion."""
    if not words:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.search_unused(%s, %s)", [project_id, sorted(words)])
        unused = [row[0] for row in cursor.fetchall()]
    SearchWord.objects.filter(pk__in=unused).delete()
