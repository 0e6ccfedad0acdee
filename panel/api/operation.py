"""What the document says of one operation, and the words that many of them take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from django.utils.functional import Promise

from panel.api.schema import Words


@dataclass(frozen=True)
class Operation:
    """One method of one address. `answer` is None for an empty one; `listed` says that it comes as `{results, next}`."""

    method: str
    path: str
    tag: str
    says: str | Promise
    answer: Any = None
    listed: bool = False
    body: Any = None
    asks: Mapping[str, Any] = field(default_factory=dict)
    statuses: tuple[int, ...] = (200,)
    people_only: bool = False  # no key opens it
    form: bool = False  # the body is a form with a file in it, and no JSON
    example: Any = None  # of an answer


Number = Annotated[int, Words(minimum=0, maximum=999_999_999)]
CURSOR = {"cursor": str}
NOTHING = Literal[""]  # as a form sends a field that nobody filled in
