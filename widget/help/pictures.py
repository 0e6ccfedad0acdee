"""Pictures of articles: made anew by the process that may do nothing, kept where files lie, and served from their origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.models import Project
from chat.files import pictures
from chat.files.kinds import Kind, Unfit, kind_of
from chat.files.scanner import require_clean
from widget.help.models import Picture

SCHEME = "picture:"  # how Markdown names one: ![words](picture:<id>)


def place_of(row: Picture) -> str:
    """Below this lies a picture. It names the tenant (TEN9)."""
    return f"files/{row.project.public_id}/{row.key}/"


def address_of(project: Project, public_id: object) -> str:
    """Where everybody finds it, for ever: what it shows never changes."""
    return f"{settings.FILES_URL}/files/help/{project.public_id}/{public_id}"


def made_of(source: Path, name: str) -> tuple[Kind, pictures.Picture]:
    """What is kept of a file, made anew beside it. Raises Unfit for what is no picture, ScannerAway."""
    require_clean(source)
    kind = kind_of(source.read_bytes(), name)
    if not kind.picture:
        raise Unfit("kind")
    return kind, pictures.remade(source, source.parent)


def pictures_in(project: Project, nodes: list[Any]) -> Callable[[str], dict[str, str]]:
    """What an element says of each picture that an article names: where it is, and how large, so that nothing moves when it comes."""
    found = {row.public_id: row for row in Picture.objects.filter(public_id__in=ids)} if (ids := set(_named(nodes))) else {}

    def attributes(name: str) -> dict[str, str]:
        named = _id(name)
        row = found.get(named) if named else None
        size = {"width": str(row.width), "height": str(row.height)} if row else {}
        return {"src": address_of(project, name), **size}

    return attributes


def _named(nodes: list[Any]) -> Iterator[UUID]:
    for node in nodes:
        if isinstance(node, list):
            source = node[1].get("src", "")
            if source.startswith(SCHEME) and (named := _id(source.removeprefix(SCHEME))):
                yield named
            yield from _named(node[2:])


def _id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
