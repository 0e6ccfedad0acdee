"""Turns the Python types of shapes, events and replies into TypeScript (`var/types/wire.ts`), at every build.

`python -m config.wire_types [FILE]` needs no Django set-up, so a build can run it before anything else is up.
"""

from __future__ import annotations

import sys
import types
import typing
from pathlib import Path
from typing import Any

from chat import events, frames, prepared_shapes, shapes
from chat.files import shapes as file_shapes
from chat.search import shapes as search_shapes
from integrations import events as integration_events
from integrations import wire as integration_shapes
from panel.reports import shapes as report_shapes
from widget.help import wire as help_shapes
from widget.mail import shapes as mail_shapes
from widget.rules import wire as rule_shapes

SCALARS = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null", Any: "unknown"}


def typescript_of(annotation: Any) -> str:
    """The TypeScript spelling of a Python annotation. Raises TypeError for one that the wire does not know."""
    if annotation in SCALARS:
        return SCALARS[annotation]
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.NotRequired, typing.Required):
        return typescript_of(args[0])
    if origin is typing.Literal:
        return " | ".join(f'"{value}"' for value in args)
    if origin in (typing.Union, types.UnionType):
        return " | ".join(typescript_of(arg) for arg in args)
    if origin is list:
        inner = typescript_of(args[0])
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if origin is dict:
        return f"Record<string, {typescript_of(args[1])}>"
    if typing.is_typeddict(annotation):
        return str(annotation.__name__)
    raise TypeError(f"no TypeScript for {annotation!r}")


def interface_of(shape: Any) -> str:
    """One exported interface for a TypedDict, with optional keys marked."""
    hints = typing.get_type_hints(shape, include_extras=True)
    lines = [f"export interface {shape.__name__} {{"]
    for name, annotation in hints.items():
        # Not `__required_keys__`: under postponed annotations it calls every key required.
        mark = "?" if typing.get_origin(annotation) is typing.NotRequired else ""
        lines.append(f"  {name}{mark}: {typescript_of(annotation)};")
    return "\n".join([*lines, "}"])


def wire_module() -> str:
    """The whole TypeScript module: every TypedDict of shapes, events and frames, and the union of pushes."""
    parts = ["// Made by config/wire_types.py at each build. Do not edit."]
    parts.append(f"export type RefusalName = {typescript_of(shapes.RefusalName)};")
    upper = (integration_shapes, integration_events, rule_shapes, mail_shapes, help_shapes, report_shapes)
    for module in (shapes, file_shapes, search_shapes, prepared_shapes, events, frames, *upper):
        own = (value for value in vars(module).values() if getattr(value, "__module__", "") == module.__name__)
        parts += [interface_of(value) for value in own if typing.is_typeddict(value)]
    pushes = dict.fromkeys(event.payload.__name__ for event in (*events.REGISTRY, integration_events.DELIVERY))
    parts.append("export type Push =\n  | " + "\n  | ".join(pushes) + ";")
    return "\n\n".join(parts) + "\n"


def main(argv: list[str]) -> None:
    target = Path(argv[1] if len(argv) > 1 else "var/types/wire.ts")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(wire_module(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv)
