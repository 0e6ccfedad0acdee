"""Imports as workers make them."""

from __future__ import annotations

import io

from accounts.access import ProjectRef
from accounts.actors import Actor
from accounts.models import Project
from accounts.tenancy import account
from chat.actions.check_file import check_file
from panel.imports.actions.run_import import run_import
from panel.imports.actions.start_import import start_import
from panel.imports.keeping import forget_archive
from panel.imports.models import Import
from tests.panel.imports.conftest import pending_files


def imported(actor: Actor, archive: bytes, key: str = "") -> Import:
    with account(actor.account_id):
        row = start_import(actor, file=io.BytesIO(archive), size=len(archive), name="shop.zip", key=key)
    run_import(row.account_id, row.pk)
    forget_archive(row)  # as after the commit: broken archives are nothing to be left lying about
    with account(actor.account_id):
        found: Import = Import.objects.select_related("project").get(pk=row.pk)
        return found


def become(row: Import) -> Project:
    """The project of an import that went well, its files looked at."""
    assert row.project is not None, row.faults
    assert (row.state, row.faults) == ("done", [])
    for pk in pending_files(row.project):
        check_file(ProjectRef(row.project.pk, row.account_id), pk)
    return row.project
