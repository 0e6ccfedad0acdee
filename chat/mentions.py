"""`@Name` in a note: who is meant. The same rule as panel/client/state/mentions.ts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from accounts.models import Member


def mentioned_in(text: str, people: Iterable[Member]) -> list[Member]:
    """Those whom a note names: by the full name, or by the first one where nobody else has it."""
    there = [one for one in people if one.name]
    firsts = Counter(one.name.split(" ")[0].lower() for one in there)
    names = {one.name.lower(): one for one in there}
    for one in there:
        first = one.name.split(" ")[0].lower()
        if firsts[first] == 1:
            names.setdefault(first, one)
    if not names:
        return []
    longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    found = re.findall(rf"(?<!\w)@({longest_first})(?!\w)", text.lower())
    return list(dict.fromkeys(names[name] for name in found))
