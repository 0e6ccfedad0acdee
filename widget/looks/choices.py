"""What a project can choose of its widget's looks, as it stands in `Project.looks`; what is not there has its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from accounts.models import Project

Theme = Literal["auto", "light", "dark"]
Launcher = Literal["bubble", "label"]
Icon = Literal["lines", "chat", "question", "hand", "phone", "heart"]
Side = Literal["end", "start"]

THEMES, LAUNCHERS, ICONS, SIDES = (get_args(one) for one in (Theme, Launcher, Icon, Side))

FARTHEST_PX = 400
# These are on every page of the customer: a project's data in the loader, rules included, is at most 6 kB.
PATTERNS_AT_MOST, PATTERN_LENGTH, STARS_AT_MOST = 8, 70, 5
SELECTOR_LENGTH, LABEL_LENGTH = 80, 24
HEIGHT_PX = range(320, 1201)


class Wrong(ValueError):
    """One field's value cannot be; its words are for whoever chose it."""


@dataclass(frozen=True)
class Place:
    """Where the launcher stands: pixels from the bottom and from a side, which right-to-left pages mirror."""

    side: Side = "end"
    x: int = 22
    y: int = 22


@dataclass(frozen=True)
class Looks:
    """All of it. `mark` is "" for the initials of the project's name; `opener` and `inline` are CSS selectors of the site's own pages."""

    theme: Theme = "auto"
    mark: str = ""
    launcher: Launcher = "bubble"
    icon: Icon = "lines"
    desktop: Place = field(default_factory=Place)
    phone: Place = field(default_factory=Place)
    on_desktop: bool = True
    on_phone: bool = True
    only_on: tuple[str, ...] = ()
    never_on: tuple[str, ...] = ()
    opener: str = ""
    inline: str = ""
    height: int = 640
    language: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def code(self) -> bool:
        """Whether the page needs more than a sheet: a second file is loaded where it does."""
        return bool(self.only_on or self.never_on or self.opener or self.inline)


NAMES = tuple(one.name for one in fields(Looks))


def looks_of(project: Project) -> Looks:
    """The project's, from what was stored after it had been checked."""
    stored: dict[str, Any] = {name: value for name, value in project.looks.items() if name in NAMES}
    for name in ("desktop", "phone"):
        if name in stored:
            stored[name] = Place(**stored[name])
    for name in ("only_on", "never_on"):
        if name in stored:
            stored[name] = tuple(stored[name])
    return Looks(**stored)


def initials(name: str) -> str:
    """One or two letters for a name, as `widget/client/frame/person.tsx` makes them."""
    words = name.split() or [""]
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()
