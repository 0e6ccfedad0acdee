"""Finds articles by what somebody types: by beginnings of words, by words spelt alike, and best by what few articles say.

Each word of the question is first looked up among the project's own words (pg_trgm), then articles are looked up by those. All of
it runs inside the tenant: Postgres itself hides other projects' rows, and no function looks past that. The trigrams of a project's
few thousand words are compared one by one, because row-level security keeps an index of them from being used.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from accounts.cards import mask_cards
from accounts.models import Project
from chat.search.words import fold
from chat.text import clean_line
from widget.help.languages import Shown, shown_texts
from widget.help.models import MissedSearch
from widget.help.words import kept_words

ASKED_WORDS = 12  # of one question: a whole first message may be one
QUESTION = 200
MEANINGS = 16  # words of the project that one asked word may stand for
ALIKE = 0.33  # how alike two words have to be spelt, from 0 to 1: two letters that changed places leave a third of the trigrams
TELLING = 0.5  # and to count as what somebody is writing about
LONG_ENOUGH = 4  # letters of a word that may be misspelt: shorter ones are like too many others
SLOWEST_MS = 2_000  # a question that takes longer is given up (INP5)
RESULTS = 8
IN_TITLE, IN_TEXT = 3.0, 1.0
# Asked as a question: what every article says finds nothing. As a share of the articles.
SAID_BY_MOST = 0.5
MISSED_AT_MOST = 500

_MEANT = """
SELECT word, CASE WHEN word = %(asked)s THEN 1.0 WHEN starts_with(word, %(asked)s) THEN 0.9
                  ELSE public.similarity(word, %(asked)s) END AS alike
FROM public.help_word
WHERE project_id = %(project)s
  AND (starts_with(word, %(asked)s) OR (%(long)s AND public.similarity(word, %(asked)s) >= %(least)s))
ORDER BY alike DESC, word LIMIT %(most)s
"""
_MISSED = """
INSERT INTO public.help_missedsearch AS m (project_id, language, question, times, last_at) VALUES (%s, %s, %s, 1, %s)
ON CONFLICT (project_id, language, question) DO UPDATE SET times = m.times + 1, last_at = excluded.last_at
"""
_SOMEBODYS = re.compile(r"@|\d{5}")


@dataclass(frozen=True)
class Hit:
    """An article as this reader sees it, and how well it fits."""

    shown: Shown
    fit: float


def search(project: Project, question: str, *, language: str, suggest: bool = False) -> list[Hit]:
    """The articles that fit best. `suggest`: the question is a sentence to somebody, so only what fits well is worth showing.

    Raises django.db.OperationalError where it took longer than two seconds.
    """
    words = kept_words(clean_line(question, QUESTION))[:ASKED_WORDS]
    if not words:
        return []
    texts = shown_texts(project, language, words=True)
    meant = {word: _meanings(project, word) for word in words}
    rarity = _rarity(meant, texts)
    hits = [Hit(shown, fit) for shown in texts if (fit := _fit(shown, meant, rarity, suggest=suggest)) > 0]
    # Python's sort keeps the order of the shelf where two fit equally well: the more popular one comes first.
    return sorted(hits, key=lambda hit: -hit.fit)[:RESULTS]


def _meanings(project: Project, word: str) -> dict[str, float]:
    """The project's words that an asked one may stand for, each with how alike it is."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {SLOWEST_MS}")
        values: dict[str, str | int | float | bool] = {
            "asked": word,
            "project": project.pk,
            "long": len(word) >= LONG_ENOUGH,
            "least": ALIKE,
            "most": MEANINGS,
        }
        cursor.execute(_MEANT, values)
        return {found: float(alike) for found, alike in cursor.fetchall()}


def _rarity(meant: dict[str, dict[str, float]], texts: list[Shown]) -> dict[str, float]:
    """How much an asked word says: much if few articles have it, nothing if most do."""
    found = {}
    for word, meanings in meant.items():
        having = sum(bool(meanings.keys() & shown.words) for shown in texts)
        common = len(texts) > 3 and having > len(texts) * SAID_BY_MOST
        found[word] = 0.05 if common else math.log(1 + len(texts) / having) if having else 0.0
    return found


def _fit(shown: Shown, meant: dict[str, dict[str, float]], rarity: dict[str, float], *, suggest: bool) -> float:
    fit, met, telling = 0.0, 0, False
    for word, meanings in meant.items():
        alike = (
            max((IN_TITLE if one in shown.title_words else IN_TEXT) * share for one, share in meanings.items() if one in shown.words)
            if meanings.keys() & shown.words
            else 0.0
        )
        met += alike > 0
        telling = telling or (alike >= IN_TITLE * TELLING and rarity[word] > 0.5)
        fit += alike * rarity[word]
    if suggest and not telling:
        return 0.0
    # An article that answers the whole question comes before one that answers half of it.
    return fit * (0.4 + 0.6 * met / len(meant))


def note_missed(project: Project, question: str, *, language: str) -> None:
    """Keep what was searched for in vain. What may be somebody's address or number is not kept."""
    line = " ".join(fold(clean_line(question, QUESTION)).split())[:100]
    if len(line) < 3 or _SOMEBODYS.search(line) or mask_cards(line) != line:
        return
    with connection.cursor() as cursor:
        cursor.execute(_MISSED, [project.pk, language, line, timezone.now()])
    _forget_the_oldest()


def _forget_the_oldest() -> None:
    """Anybody can ask anything: the list stays as long as a person would read it."""
    rows: Iterable[int] = MissedSearch.objects.order_by("-last_at", "-pk").values_list("pk", flat=True)[MISSED_AT_MOST:]
    if doomed := list(rows):
        MissedSearch.objects.filter(pk__in=doomed).delete()
