"""A month is over: write the statement of everything since the last one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from integrations.partners.access import held_partner
from integrations.partners.models import Entry, Statement
from integrations.partners.profile import seal_printed
from integrations.partners.scope import next_id, partner_scope


def issue_statement(partner_id: int, month: date) -> Statement | None:
    """Of the month that begins on this day, and of whatever came before it and is on no statement. None where nothing happened.

    Once a month, however often it is called: the partner's row is locked, and Postgres takes only the number that follows.
    """
    end = datetime.combine(date(month.year + month.month // 12, month.month % 12 + 1, 1), time(), UTC)
    with partner_scope(partner_id):
        partner = held_partner(partner_id)
        former: Statement | None = Statement.objects.order_by("number").last()
        after = former.last_entry if former else 0
        entries = list(Entry.objects.filter(pk__gt=after, created_at__lt=end).order_by("pk"))
        if not entries or (former is not None and former.month >= month):
            return None
        sums = {kind: sum(entry.amount for entry in entries if entry.kind == kind) for kind in ("accrued", "reversed", "paid")}
        opening = former.closing if former else 0
        statement = Statement(
            pk=next_id(Statement),
            partner=partner,
            number=(former.number if former else 0) + 1,
            month=month,
            currency=entries[0].currency,
            opening=opening,
            closing=opening + sums["accrued"] - sums["reversed"] - sums["paid"],
            first_entry=entries[0].pk,
            last_entry=entries[-1].pk,
            **sums,
        )
        seal_printed(statement)
        statement.save(force_insert=True)
        return statement
