"""Imports of the open account."""

from __future__ import annotations

from django.core.cache import cache

from accounts.access import as_uuid
from accounts.errors import NotFound
from panel.imports.models import Import


def import_of(public_id: object) -> Import:
    """An import of the open account. Raises NotFound."""
    found: Import | None = Import.objects.select_related("project").filter(public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    return found


def loaded_key(row: Import) -> str:
    """Where the number of loaded rows stands while their transaction is open, and nobody can read it there."""
    return f"parley:import:{row.public_id}"


def stop_key(row: Import) -> str:
    """Where it stands that somebody wants it stopped, while whoever loads it holds its row."""
    return f"parley:import:{row.public_id}:stop"


def done_of(row: Import) -> int:
    """How many rows are through: checked, then loaded."""
    if row.state == Import.State.RUNNING and row.stage == Import.Stage.LOADING:
        return min(int(cache.get(loaded_key(row)) or 0), row.total)
    return row.done
