"""What is said in the bench: words as often as in a living language, an order's number in each talk, and people's names."""

from __future__ import annotations

import random
from collections import Counter
from functools import cached_property
from itertools import combinations

from chat.search.words import words_of

VOCABULARY = 6_000  # words in use; the n-th is said 1/n times as often as the first
TEXTS = 4_000  # different lines
WORDS = 12  # in each
FIRST_NAMES, LAST_NAMES = 300, 4_000
COMMON = 20  # words that count as common
OFTEN = 30  # lines of the first talks that a question must be found in, so that its page is full at every size
TYPO_FROM = 7  # letters of a word in which one is left out

_BEFORE = ("b", "br", "ch", "d", "f", "g", "gl", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "v", "w", "z")
_VOWELS = ("a", "e", "i", "o", "u", "ea", "io")
_BEHIND = ("", "", "l", "n", "r", "s", "t", "nd", "ck")


class Speech:
    """Drawn from one seed: the same at every size and in every run."""

    def __init__(self) -> None:
        self.random = random.Random(11)  # noqa: S311  (nothing secret is drawn)
        words = self._made_up(VOCABULARY)
        often = [1 / rank for rank in range(1, VOCABULARY + 1)]
        self.texts = [" ".join(self.random.choices(words, often, k=WORDS)) for _ in range(TEXTS)]
        self.words = [words_of(text) for text in self.texts]
        self.first_names = [name.title() for name in self._made_up(FIRST_NAMES)]
        self.last_names = [name.title() for name in self._made_up(LAST_NAMES)]

    def _made_up(self, count: int) -> list[str]:
        """So many different words of two to four syllables, in no order."""
        found: dict[str, None] = {}
        while len(found) < count:
            syllables = self.random.randint(2, 4)
            found["".join(self.random.choice(part) for _ in range(syllables) for part in (_BEFORE, _VOWELS, _BEHIND))] = None
        return list(found)

    @cached_property
    def _by_use(self) -> list[str]:
        """What was said at all, the most used first."""
        return [word for word, _ in Counter(word for words in self.words for word in words).most_common()]

    @property
    def common(self) -> list[str]:
        return self._by_use[:COMMON]

    def typos(self, texts: list[int]) -> list[str]:
        """Words that many of these lines have, though they are not common, with a letter left out of their middle."""
        said = Counter(word for text in texts for word in self.words[text])
        long = [word for word in self._by_use[COMMON:] if said[word] >= OFTEN and len(word) >= TYPO_FROM]
        return [word[: len(word) // 2] + word[len(word) // 2 + 1 :] for word in long]

    def pairs(self, texts: list[int]) -> list[tuple[str, str]]:
        """Two words each that stand together in many of these lines."""
        said = Counter(pair for text in texts for pair in combinations(sorted(self.words[text]), 2))
        return sorted(pair for pair, lines in said.items() if lines >= OFTEN)

    def name(self, number: int) -> str:
        """Of the visitor with this internal id. None of a million share one."""
        return f"{self.first_names[number % FIRST_NAMES]} {self.last_names[number // FIRST_NAMES * 7919 % LAST_NAMES]}"


def order_of(talk: int) -> str:
    """The order's number that is named in the talk with this internal id, and nowhere else."""
    return f"{talk * 2_654_435_761 % 2**32:08x}"
