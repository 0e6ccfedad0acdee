"""The rows of search: what the follower files a line under, and the words of each project with the buckets they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.growth.rows import ORDER_IN, Rows, Talk
from bench.growth.speech import order_of

BUCKET_BITS = 17  # as chat/search/filing.py has it; `follower.py compare` would see any other
ENTRY = "message_id, project_id, conversation_id, number, tokens"


class Words:
    """Makes them. Ids only ever grow, and buckets with them."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.buckets: dict[tuple[int, str], list[int]] = {}  # of a project's word
        self.changed: set[tuple[int, str]] = set()
        self.bucket = 0
        self.tokens: dict[tuple[int, int], str] = {}  # of a project's text in this bucket: they come again and again

    def entries(self, talk: Talk) -> str:
        return "".join(self._entries(talk))

    def _entries(self, talk: Talk) -> Iterator[str]:
        for number in range(1, talk.lines + 1):
            message = talk.first_line + number - 1
            if message >> BUCKET_BITS != self.bucket:
                self.bucket = message >> BUCKET_BITS
                self.tokens.clear()
            tokens = self._tokens(talk.project, self.rows.said(talk, number))
            if number == ORDER_IN:
                tokens += "," + self._token(talk.project, order_of(talk.id))
            yield f"{message}\t{talk.project}\t{talk.id}\t{number}\t{{{tokens}}}\n"

    def _tokens(self, project: int, text: int) -> str:
        found = self.tokens.get((project, text))
        if found is None:
            found = self.tokens[project, text] = ",".join(self._token(project, word) for word in self.rows.speech.words[text])
        return found

    def _token(self, project: int, word: str) -> str:
        known = self.buckets.setdefault((project, word), [])
        if not known or known[-1] != self.bucket:
            known.append(self.bucket)
            self.changed.add((project, word))
        return f"{project}.{self.bucket}:{word}"

    def know(self, words: Iterable[tuple[int, str, list[int]]]) -> None:
        """What the followers have filed."""
        self.buckets = {(project, word): buckets for project, word, buckets in words}

    def take_changed(self) -> Iterator[str]:
        """Rows of the words that were said in a bucket for the first time since the last call."""
        for project, word in sorted(self.changed):
            yield f"{project}\t{word}\t{{{','.join(map(str, self.buckets[project, word]))}}}\n"
        self.changed.clear()
