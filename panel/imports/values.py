"""Whether a value of a line can stand in its column: what `schema.json` says of it, and what the database will."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.export import Part
from accounts.unstorable import UNSTORABLE
from widget.help.models.article_text import BODY

DEEPEST = 40
# Texts without an end of their own in the database.
LONGEST = {"chat_message.text": 10_000, "chat_conversation.last_text": 200, "help_articletext.body": BODY, "help_edition.body": BODY}
_WHOLE: dict[str, tuple[int, int]] = {
    "SmallIntegerField": (-(2**15), 2**15 - 1),
    "PositiveSmallIntegerField": (0, 2**15 - 1),
    "IntegerField": (-(2**31), 2**31 - 1),
    "PositiveIntegerField": (0, 2**31 - 1),
    "BigIntegerField": (-(2**63), 2**63 - 1),
}

Row = dict[str, Any]


def parsed(line: bytes) -> Row | str:
    """A line as an object, or why it is none."""
    try:
        row = json.loads(line.decode(), parse_constant=_no_constant)
    except UnicodeDecodeError:
        return "is not UTF-8"
    except (ValueError, RecursionError) as error:
        return f"is not JSON ({str(error)[:80]})"
    return row if isinstance(row, dict) else "is not a JSON object"


def troubles(part: Part, row: Row) -> Iterator[str]:
    """Everything that is wrong with a line, each thing with its column."""
    columns = {column.attname: column for column in part.fields()}
    for name in sorted(set(columns) - set(row)):
        yield f"{name} is missing"
    for name in sorted(set(row) - set(columns)):
        yield f"{name[:60]!a} is no column of {part.name}"
    for name, column in columns.items():
        if name in row and (trouble := trouble_of(column, row[name])):
            yield f"{name} {trouble}"


def trouble_of(column: models.Field[Any, Any], value: Any) -> str:
    """Why a value cannot stand in a column; '' if it can."""
    if value is None:
        return "" if column.null else "is null"
    if isinstance(column, ArrayField):
        return _trouble_of_array(column, value)
    for kind, check in _CHECKS:
        if isinstance(column, kind):
            return check(column, value)
    return "is of a kind that we do not read"


def _trouble_of_array(column: ArrayField[Any, Any], value: Any) -> str:
    if not isinstance(value, list):
        return "is no list"
    return next((f"[{at}] {trouble}" for at, one in enumerate(value) if (trouble := trouble_of(column.base_field, one))), "")


def _flag(column: models.Field[Any, Any], value: Any) -> str:
    return "" if isinstance(value, bool) else "is neither true nor false"


def _whole(column: models.Field[Any, Any], value: Any) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return "is no whole number"
    least, most = _WHOLE.get(column.get_internal_type(), _WHOLE["BigIntegerField"])
    if not least <= value <= most:
        return f"is not between {least} and {most}"
    return _chosen(column, value)


def _moment(column: models.Field[Any, Any], value: Any) -> str:
    try:
        found = datetime.fromisoformat(value)
        return "" if found.tzinfo is not None and 1 < found.year < 9999 else "is no time with a zone"
    except (TypeError, ValueError):
        return "is no time"


def _day(column: models.Field[Any, Any], value: Any) -> str:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "is no date"
    return ""


def _id(column: models.Field[Any, Any], value: Any) -> str:
    try:
        return "" if str(UUID(value)) == value else "is no UUID as we write it"
    except (TypeError, ValueError, AttributeError):
        return "is no UUID"


def _text(column: models.Field[Any, Any], value: Any) -> str:
    if not isinstance(value, str):
        return "is no text"
    most = column.max_length or LONGEST.get(f"{column.model._meta.db_table}.{column.attname}", 100_000)
    if len(value) > most:
        return f"has {len(value)} characters, more than {most}"
    return "has characters that cannot be stored" if UNSTORABLE.search(value) else _chosen(column, value)


def _data(column: models.Field[Any, Any], value: Any) -> str:
    kind = column.default if column.default in (list, dict) else dict if column.name == "data" else None
    if kind is not None and not isinstance(value, kind):
        return "is no list" if kind is list else "is no object"
    return _trouble_inside(value, DEEPEST)


def _trouble_inside(value: Any, deep: int) -> str:
    if deep == 0:
        return "is nested too deeply"
    if isinstance(value, str):
        return "has characters that cannot be stored" if UNSTORABLE.search(value) else ""
    inside: list[Any] = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return next((trouble for one in inside if (trouble := _trouble_inside(one, deep - 1))), "")


def _chosen(column: models.Field[Any, Any], value: Any) -> str:
    allowed = [one for one, _words in column.flatchoices]
    if not allowed or value in allowed or (value == "" and column.blank):
        return ""
    return f"is none of {', '.join(map(str, allowed))}"


_CHECKS: tuple[tuple[type[models.Field[Any, Any]], Callable[[models.Field[Any, Any], Any], str]], ...] = (
    (models.BooleanField, _flag),
    (models.ForeignKey, _whole),
    (models.IntegerField, _whole),
    (models.DateTimeField, _moment),
    (models.DateField, _day),
    (models.UUIDField, _id),
    (models.JSONField, _data),
    (models.CharField, _text),
    (models.TextField, _text),
)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")
