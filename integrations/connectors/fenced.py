"""A text inside a fence of Markdown: nobody is mentioned there, nothing is linked, and no markup is read.

Escaping is not enough: a mention is looked for in what has been rendered, where `\\@somebody` is `@somebody` again.
"""

from __future__ import annotations

import re

SHORTEST = 3


def fenced(text: str) -> str:
    """The text between two lines of backticks, more of them than anywhere in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(SHORTEST, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
