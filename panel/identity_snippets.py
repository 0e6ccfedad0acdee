"""How a customer's server signs its visitor, in several languages: the files of `snippets/`, which a test runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "snippets"
# The files in the order of the page, and what each is called.
LANGUAGES = {
    "python": "Python",
    "node": "Node.js",
    "php": "PHP",
    "ruby": "Ruby",
    "go": "Go",
    "java": "Java",
    "csharp": "C#",
    "perl": "Perl",
    "shell": "Shell",
    "node_jwt": "Node.js, as a JWT",
}


@dataclass(frozen=True)
class Snippet:
    """`code` needs PARLEY_SECRET in the environment, and PARLEY_KID for a JWT."""

    slug: str
    language: str
    code: str


@cache
def snippets() -> tuple[Snippet, ...]:
    return tuple(Snippet(slug, name, (FOLDER / f"{slug}.txt").read_text("utf-8").strip()) for slug, name in LANGUAGES.items())
