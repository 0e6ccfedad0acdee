"""Stop an import: nothing of it will be there."""

from __future__ import annotations

from django.core.cache import cache

from accounts.actors import Actor
from accounts.capabilities import Capability, require
from panel.imports.actions.run_import import stop
from panel.imports.models import Import
from panel.imports.queries import stop_key

LOADED_WITHIN_S = 3600


def stop_import(actor: Actor, row: Import) -> None:
    """One that has ended stays as it is. One that is being loaded ends with the page of rows that is under way: its row is held until then.

    Raises Forbidden without ADD_PROJECT.
    """
    require(actor, Capability.ADD_PROJECT)
    if row.state != Import.State.RUNNING:
        return
    cache.set(stop_key(row), actor.name, LOADED_WITHIN_S)
    held = Import.objects.select_for_update(skip_locked=True).filter(pk=row.pk, state=Import.State.RUNNING).first()
    if held is not None:
        stop(held, actor, of=actor.name)
