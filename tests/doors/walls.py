"""Takes down one of the two walls, so that the outsider test shows that each holds alone.

`PARLEY_TEST_WALL=rls` removes the managers' filters (row-level security is left), `PARLEY_TEST_WALL=filter` opens the policies
of the test's own database (the filters are left). Without it both stand; with `none` both fall, and the test must fail.
"""

from __future__ import annotations

import os

from django.db import connection, models

from accounts.tenancy import ACCOUNT_TABLES, PROJECT_TABLES, AccountManager, ProjectManager
from tests.databases import sql

LEFT = os.environ.get("PARLEY_TEST_WALL", "both")
assert LEFT in ("both", "rls", "filter", "none"), "PARLEY_TEST_WALL is rls, filter or none"


def take_down() -> None:
    """Leave the wall that LEFT names, in this process and in the database that is open now."""
    if LEFT in ("rls", "none"):
        for manager in (ProjectManager, AccountManager):
            manager.get_queryset = models.Manager.get_queryset  # type: ignore[method-assign]
    if LEFT in ("filter", "none"):
        opened = [f"ALTER POLICY tenant ON public.{table} USING (true) WITH CHECK (true);" for table in ACCOUNT_TABLES | PROJECT_TABLES]
        sql("\n".join(opened), str(connection.settings_dict["NAME"]))


def rebuild() -> None:
    """Put the managers' filters back; the database is dropped anyway."""
    for manager, former in _FORMER.items():
        manager.get_queryset = former  # type: ignore[method-assign]


_FORMER = {manager: manager.get_queryset for manager in (ProjectManager, AccountManager)}
