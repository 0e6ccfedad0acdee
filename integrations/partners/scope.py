"""The wall around a partner's rows: `partner_scope(id)` opens one partner's, for Django and for Postgres alike.

It is no tenant's: a partner is neither an account nor a project, and in this scope no row of a customer is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import connection, models, transaction

from accounts.tenancy import NoTenant

_open_partner: ContextVar[int | None] = ContextVar("parley_partner", default=None)


def partner_here() -> int:
    """The internal id of the open partner. Raises NoTenant when there is none."""
    found = _open_partner.get()
    if found is None:
        raise NoTenant("No partner is open.")
    return found


@contextmanager
def partner_scope(partner_id: int) -> Iterator[int]:
    """Open one partner: their rows can be read and written inside. Transaction-local, like a tenant."""
    former, nested = _open_partner.get(), connection.in_atomic_block
    with transaction.atomic():
        _tell_postgres(partner_id)
        token = _open_partner.set(partner_id)
        try:
            yield partner_id
        finally:
            _open_partner.reset(token)
        # As in accounts/tenancy.py: a released savepoint would keep the setting.
        if nested and not connection.needs_rollback:
            _tell_postgres(former)


def _tell_postgres(partner_id: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('parley.partner', %s, true)", ["" if partner_id is None else str(partner_id)])


M = TypeVar("M", bound=models.Model)


class PartnerManager(models.Manager[M]):
    """Rows of the open partner only; raises NoTenant outside of one."""

    column = "partner_id"

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(**{self.column: partner_here()})


class PartnerItselfManager(PartnerManager[M]):
    """The open partner's own row."""

    column = "id"


def next_id(model: type[models.Model]) -> int:
    """Of a row that must be known before it is there: its wall, or what is sealed in it, is bound to its id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [f"public.{model._meta.db_table}"])
        found: int = cursor.fetchone()[0]
    return found


class PartnerModel(models.Model):
    """A row that belongs to a partner."""

    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="+")
    objects = PartnerManager["PartnerModel"]()

    class Meta:
        abstract = True
        base_manager_name = "objects"
