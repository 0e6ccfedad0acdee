"""The shapes of automatic messages as types alone, which the build turns into TypeScript: no Django is needed to read them."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

FactName = Literal[
    "page",
    "referrer",
    "seconds",
    "scroll",
    "exit",
    "opened",
    "unanswered",
    "event",
    "visits",
    "dates",
    "hours",
    "country",
    "language",
    "device",
    "tag",
    "team",
    "attribute",
]
Did = Literal["ask", "shown", "opened", "refused", "due"]


class ConditionShape(TypedDict):
    """One thing that must hold. `value` is a text, a number, a list of codes, `{from, to}` or `{name, value}`, as the fact wants it."""

    fact: FactName
    how: str
    value: Any


class RuleDepartmentShape(TypedDict):
    """Where a conversation goes that an answer begins; to no department once it is `removed`."""

    id: str
    name: str
    removed: bool


class RuleShape(TypedDict):
    """An automatic message as its project's people see it. The counts are of the last 30 days."""

    id: str
    position: int
    name: str
    active: bool
    off_since: str | None
    conditions: list[ConditionShape]
    text: str
    translations: dict[str, str]
    answers: list[str]
    sender: Literal["here", "project"]
    often: Literal["once", "visit"]
    asks: list[Literal["email", "phone", "order"]]
    tag: str
    department: RuleDepartmentShape | None
    shown: int
    opened: int
    answered: int
    refused: int
    edited_at: str
    edited_by: str


class CarriedRule(TypedDict):
    """The same on its way to visitors: only what a browser needs, `c` are the conditions as [fact, how, value].

    `p` says that private conditions, which are not here, must hold too: the server says whether they do.
    """

    id: str
    text: str
    answers: NotRequired[list[str]]
    words: NotRequired[dict[str, str]]
    house: NotRequired[bool]
    visit: NotRequired[bool]
    c: list[list[Any]]
    p: NotRequired[bool]


class CarriedRules(TypedDict):
    """A project's automatic messages inside the loader's configuration. `src` is where their code is.

    `gate`: the chat asks for consent, and before that nothing of a visitor's may be kept.
    """

    src: str
    zone: str
    a_visit: int
    a_week: int
    gate: NotRequired[bool]
    list: list[CarriedRule]


class LiveFactsShape(TypedDict):
    """What only the server knows of a visitor: the country if it is known (two letters), and the rules (ids) whose private
    conditions hold."""

    country: str | None
    fits: list[str]
