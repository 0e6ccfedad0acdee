"""Hides card numbers that people type, before anything is stored or shown: we never want to hold one.

A card number is 13 to 19 digits of any script, with spaces, dots or dashes between them, whose last digit is right (Luhn).
One in ten numbers is right by chance; what can be told apart (a phone number with its +, an IBAN, a UUID) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the logs come this way too, before there are models
    from accounts.models import Project

MASK = "••••"
FEWEST, MOST = 13, 19
# In a preview a number is not whole yet: all but its last digit would give the last one away.
FEWEST_IN_PREVIEW = 8

# What stands between the digits of one number: spaces, dots, dashes of all kinds, what cannot be seen, and a space in an address.
_BETWEEN = r"(?:[\s.\-_·\u00ad\u2010-\u2015\u2212\u200b-\u200d\u2060]|%20|%2D){0,3}"
_RUN = re.compile(rf"\d(?:{_BETWEEN}\d){{{FEWEST - 1},}}")
_RUN_IN_PREVIEW = re.compile(rf"\d(?:{_BETWEEN}\d){{{FEWEST_IN_PREVIEW - 1},}}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")


def may_have_card(text: str) -> bool:
    """Whether the text has enough digits in a row. Cheap enough for the hot path: one pass, microseconds for a usual text."""
    return len(text) >= FEWEST and _RUN.search(text) is not None


def mask_cards(text: str) -> str:
    """The text with each card number as MASK."""
    if not may_have_card(text):
        return text
    spared = [found.span() for found in _spared(text)]
    kept, at = [], 0
    for found in _RUN.finditer(text):
        for begin, end in _cards_in(text, found):
            if begin >= at and not any(begin < last and first < end for first, last in spared):
                kept += [text[at:begin], MASK]
                at = end
    return "".join([*kept, text[at:]])


def mask_preview(text: str) -> str:
    """What stands in the box, with every number that may be the beginning of a card as MASK."""
    return _RUN_IN_PREVIEW.sub(MASK, text) if len(text) >= FEWEST_IN_PREVIEW else text


def masked(project: Project, text: str) -> str:
    """The text as this project wants it."""
    return mask_cards(text) if project.mask_cards else text


def _spared(text: str) -> Iterator[re.Match[str]]:
    """What has many digits and is certainly no card."""
    yield from _UUID.finditer(text)
    yield from (found for found in _IBAN.finditer(text) if _is_iban(found[0]))


def _is_iban(text: str) -> bool:
    """ISO 13616: letters are numbers from 10 on, the first four characters stand last, and the rest of a division by 97 is 1."""
    iban = text.replace(" ", "")
    return int("".join(str(int(one, 36)) for one in iban[4:] + iban[:4])) % 97 == 1


def _cards_in(text: str, run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where cards stand in a run of digits: whole groups only, from the left, the longest first."""
    groups = [(found.start(), found.end()) for found in re.finditer(r"\d+", run[0].replace("%20", "   ").replace("%2D", "   "))]
    groups = [(begin + run.start(), end + run.start()) for begin, end in groups]
    first = 0
    while first < len(groups):
        last = _last_of_card(text, groups, first)
        if last is not None:
            yield groups[first][0], groups[last][1]
            first = last
        first += 1


def _last_of_card(text: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The group with which a card ends that begins with `first`; None where none does."""
    begin = groups[first][0]
    if text[begin - 1 : begin] == "+":
        return None
    found, digits = None, ""
    for place in range(first, len(groups)):
        digits += text[slice(*groups[place])]
        if len(digits) > MOST:
            break
        if len(digits) >= FEWEST and _is_right(digits) and _is_one_number(text, groups[first : place + 1]):
            found = place
    return found


def _is_right(digits: str) -> bool:
    """ISO 7812: every second digit doubled, the sum is a multiple of ten. No card begins with 0."""
    values = [int(one) for one in reversed(digits)]
    doubled = (sum(divmod(2 * value, 10)) for value in values[1::2])
    return values[-1] != 0 and (sum(values[::2]) + sum(doubled)) % 10 == 0


def _is_one_number(text: str, groups: list[tuple[int, int]]) -> bool:
    """Whether the groups look like one number and not like a list of prices: the same between all, or four digits in each."""
    between = {text[one[1] : other[0]] for one, other in pairwise(groups)}
    return len(between) <= 1 or all(end - begin >= 4 for begin, end in groups[:-1])
