"""The tax profile: sealed in its row, read for a purpose that is written down first, and masked wherever a page shows it.

There is no other way to it: a test holds that nothing else unseals, and that nothing outside of partners imports any of this.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from accounts.secrets import Scope, place, reseal_rows, seal, unseal
from integrations.partners.models import Look, Partner, Statement, TaxProfile
from integrations.partners.scope import partner_scope

SCOPE = "partners"
PRINTED = ("legal_name", "country", "vat_number", "address", "postcode", "city")  # on a statement


@dataclass(frozen=True)
class Profile:
    """Who gets paid, where they are taxed, and where the money goes. Numbers are compact, without blanks."""

    kind: str = "company"
    legal_name: str = ""
    country: str = ""
    vat_number: str = ""
    tax_number: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    iban: str = ""
    self_billing: bool = False
    declared_by: str = ""
    declared_on: str = ""

    @property
    def masked_vat(self) -> str:
        return masked(self.vat_number)

    @property
    def masked_tax(self) -> str:
        return masked(self.tax_number)

    @property
    def masked_iban(self) -> str:
        return masked(self.iban)

    @property
    def where(self) -> str:
        return "\n".join(filter(None, (self.address, f"{self.postcode} {self.city}".strip(), self.country)))


def masked(number: str) -> str:
    """The country and the last four of a number, as DE•• 4410; of a short one nothing."""
    if not number:
        return ""
    return f"{number[:2]}•• •••• {number[-4:]}" if len(number) > 8 else "•" * len(number)


def row_of(partner: Partner) -> TaxProfile:
    """The open partner's row, made when it is needed first."""
    row: TaxProfile = TaxProfile.objects.get_or_create(partner=partner, defaults={"partner": partner})[0]
    return row


def read_profile(partner: Partner, *, who: str, purpose: str) -> Profile:
    """The open partner's, and a line that says who read it and what for (a Look.Purpose)."""
    row = row_of(partner)
    Look(partner=partner, who=who[:120], purpose=purpose, what=Look.What.PROFILE).save(force_insert=True)
    return opened(row.pk, row.sealed)


def read_printed(partner: Partner, statements: Iterable[Statement], *, who: str, purpose: str) -> list[Profile]:
    """Whom the open partner's statements were made out to when they were issued, and a line that says who read it."""
    Look(partner=partner, who=who[:120], purpose=purpose, what=Look.What.PROFILE).save(force_insert=True)
    return [opened(one.pk, one.sealed, Statement) for one in statements]


def opened(row_id: int, sealed: str, model: type[TaxProfile | Statement] = TaxProfile) -> Profile:
    """What is sealed in a row. For those who read it here, and for staff, whose look Postgres has written down."""
    return Profile(**json.loads(unseal(SCOPE, sealed, _place(row_id, model)))) if sealed else Profile()


def seal_profile(row: TaxProfile, profile: Profile) -> None:
    """Put it into a row that has its id; the caller saves it."""
    row.sealed = _sealed(row, asdict(profile))


def seal_printed(statement: Statement) -> None:
    """Put what is printed of the open partner's profile, as it is now, into a statement that has its id; the caller saves it."""
    row = TaxProfile.objects.exclude(sealed="").first()
    if row is not None:
        profile = asdict(read_profile(row.partner, who="Parley", purpose=Look.Purpose.STATEMENT))
        statement.sealed = _sealed(statement, {name: profile[name] for name in PRINTED})


def _sealed(row: TaxProfile | Statement, said: dict[str, Any]) -> str:
    return seal(SCOPE, json.dumps(said, ensure_ascii=False), _place(row.pk, type(row)))


def reseal_profiles(scope: Scope) -> int:
    """Seal all of them again, and what of them stands on statements, under the newest data key; how many there were."""
    from integrations.partners.access import all_partner_ids

    if scope != SCOPE:
        return 0
    count = 0
    for partner_id in all_partner_ids():
        with partner_scope(partner_id):
            count += sum(reseal_rows(scope, model.objects.all(), "sealed") for model in (TaxProfile, Statement))
    return count


def _place(row_id: int, model: type[TaxProfile | Statement]) -> str:
    return place(model._meta.db_table, row_id, "sealed")
