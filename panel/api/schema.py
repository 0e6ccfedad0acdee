"""A type of ours as JSON Schema 2020-12: the one place that turns a TypedDict into a component of the OpenAPI document."""

from __future__ import annotations

import types
from datetime import date, datetime
from typing import Annotated, Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints, is_typeddict

Schema = dict[str, Any]

PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    Any: {},
}


class Words(dict[str, Any]):
    """More that JSON Schema shall say of a type: `Annotated[str, Words(format="uuid")]`. Typing wants it hashable."""

    __hash__ = object.__hash__  # type: ignore[assignment]  # a dict says None


class Schemas:
    """Collects a component for each TypedDict that it meets; `components` has them all by name."""

    def __init__(self) -> None:
        self.components: dict[str, Schema] = {}

    def of(self, hint: Any) -> Schema:
        """The schema of an annotation. Raises TypeError for one that JSON cannot hold."""
        if is_typeddict(hint):
            return self._component(hint)
        origin, parts = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return {**self.of(parts[0]), **parts[1]}
        if hint in PLAIN:
            return dict(PLAIN[hint])
        if origin in (Required, NotRequired):
            return self.of(parts[0])
        if origin is list:
            return {"type": "array", "items": self.of(parts[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(parts[1])}
        if origin is Literal:
            return {"enum": list(parts)}
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.of(part) for part in parts]}
        raise TypeError(hint)

    def _component(self, shape: Any) -> Schema:
        name = shape.__name__.removesuffix("Shape")
        if name not in self.components:
            self.components[name] = {}  # its own place, should it name itself
            self.components[name] = self._object(shape)
        return {"$ref": f"#/components/schemas/{name}"}

    def _object(self, shape: Any) -> Schema:
        hints = get_type_hints(shape, include_extras=True)
        # Python's own `__required_keys__` overlooks NotRequired in modules with postponed annotations.
        required = [name for name, hint in hints.items() if name in shape.__required_keys__ and get_origin(hint) is not NotRequired]
        described = {"description": " ".join(shape.__doc__.split())} if shape.__doc__ else {}
        return {
            "type": "object",
            **described,
            "properties": {name: self.of(hint) for name, hint in hints.items()},
            **({"required": required} if required else {}),
        }
