"""Say who gets paid and where they are taxed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone

from integrations.partners.models import Look, Partner, TaxProfile
from integrations.partners.profile import Profile, read_profile, row_of, seal_profile
from integrations.partners.tax_numbers import clean_iban, clean_tin, clean_vat

KEPT = ("vat_number", "tax_number", "iban")  # shown masked, so an empty field keeps what is there


def edit_tax_profile(partner: Partner, *, who: str, said: dict[str, Any]) -> Profile:
    """Change the open partner's. Another payout account holds payments for three days (`staff_check_amount`).

    Raises Invalid for a number that cannot be of this country.
    """
    former = read_profile(partner, who=who, purpose=Look.Purpose.OWN)
    profile = _checked(former, said)
    if not (former.declared_on and former.declared_by == profile.declared_by):
        profile = replace(profile, declared_on=timezone.now().date().isoformat())
    row: TaxProfile = TaxProfile.objects.select_for_update().get(pk=row_of(partner).pk)
    now = timezone.now()
    seal_profile(row, profile)
    row.saved_at = row.declared_at = now
    # The first account holds nothing: there was none that somebody could have changed in the partner's name.
    if former.iban and former.iban != profile.iban:
        row.payout_changed_at = now
    row.save()
    return profile


def _checked(former: Profile, said: dict[str, Any]) -> Profile:
    moved = former.country != said["country"]
    values = {name: said[name] or ("" if moved and name != "iban" else getattr(former, name)) for name in KEPT}
    country = said["country"]
    values["vat_number"] = clean_vat(country, values["vat_number"]) if values["vat_number"] else ""
    values["tax_number"] = clean_tin(country, values["tax_number"]) if values["tax_number"] else ""
    values["iban"] = clean_iban(values["iban"]) if values["iban"] else ""
    return replace(former, **{**said, **values})
