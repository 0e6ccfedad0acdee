"""The only way from a person, a code or an account to a partner. Missing and forbidden look the same: NotFound."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from accounts.errors import NotFound
from integrations.partners.models import Entry, Partner, Statement
from integrations.partners.scope import partner_scope


def _one(question: str, argument: int | str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, [argument])
        ((answer,),) = cursor.fetchall()
    return answer


def partner_id_of_user(user_id: int) -> int | None:
    """Which partner's sign-in this is."""
    found: int | None = _one("SELECT public.partner_by_user(%s)", user_id)
    return found


def partner_id_of_code(code: str) -> int | None:
    found: int | None = _one("SELECT public.partner_by_code(%s)", code.lower())
    return found


def partner_id_of_account(account_id: int) -> int | None:
    """Who referred an account."""
    found: int | None = _one("SELECT public.partner_of_account(%s)", account_id)
    return found


def partner_id_of_touch(user_id: int) -> int | None:
    """Whose link a person had followed before they signed up."""
    found: int | None = _one("SELECT public.partner_of_touch(%s)", user_id)
    return found


def all_partner_ids() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT partner_id FROM public.all_partners()")
        return [int(one) for (one,) in cursor.fetchall()]


def accounts_with_card_of(account_id: int) -> list[int]:
    """Other accounts that pay with the same card."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_id FROM public.accounts_with_card_of(%s)", [account_id])
        return [int(one) for (one,) in cursor.fetchall()]


def partner_here(partner_id: int) -> Partner:
    """The open partner's row."""
    partner: Partner = Partner.objects.select_related("plan").get(pk=partner_id)
    return partner


def partner_of_code(code: str) -> Partner | None:
    """Whose link this is, while it is worth anything."""
    partner_id = partner_id_of_code(code)
    if partner_id is None:
        return None
    with partner_scope(partner_id):
        partner = partner_here(partner_id)
    return partner if partner.earns else None


def held_partner(partner_id: int) -> Partner:
    """The open partner, locked: what is added up stays so until the transaction ends."""
    partner: Partner = Partner.objects.select_related("plan").select_for_update(no_key=True, of=("self",)).get(pk=partner_id)
    return partner


def statement_for(public_id: UUID) -> Statement:
    """One of the open partner's statements. Raises NotFound."""
    found: Statement | None = Statement.objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def accrual_of(invoice_id: int) -> Entry | None:
    """What an invoice earned the open partner."""
    found: Entry | None = Entry.objects.filter(cause=f"invoice:{invoice_id}").first()
    return found
