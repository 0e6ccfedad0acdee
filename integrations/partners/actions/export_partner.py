"""Everything that we hold of a partner, for the partner."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import Model

from integrations.partners.models import Entry, Look, Partner, Referral, Statement
from integrations.partners.profile import PRINTED, read_printed, read_profile


def export_partner(partner: Partner, *, who: str) -> dict[str, Any]:
    """As plain values. Their customers stand in it by our reference and the days, not by name: a name is its own account's."""
    profile = read_profile(partner, who=who, purpose=Look.Purpose.OWN)
    statements = list(Statement.objects.order_by("number"))
    printed = read_printed(partner, statements, who=who, purpose=Look.Purpose.OWN)
    return {
        "partner": _values(partner, "public_id", "code", "name", "website", "about", "state", "created_at", "decided_at"),
        "plan": _values(partner.plan, "code", "version", "rate", "months", "hold_days", "window_days", "currency"),
        "tax_profile": asdict(profile),
        "referrals": [_values(row, "public_id", "touched_at", "began_at", "refused") for row in Referral.objects.order_by("id")],
        "ledger": [
            _values(row, "kind", "source", "target", "amount", "currency", "invoice_number", "net", "rate", "held_until", "created_at")
            for row in Entry.objects.order_by("id")
        ],
        "statements": [
            {
                **_values(row, "number", "month", "currency", "opening", "accrued", "reversed", "paid", "closing"),
                "made_out_to": {name: getattr(who_then, name) for name in PRINTED},
            }
            for row, who_then in zip(statements, printed, strict=True)
        ],
        "looks": [_values(row, "who", "is_staff", "purpose", "what", "created_at") for row in Look.objects.order_by("id")],
    }


def _values(row: Model, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
