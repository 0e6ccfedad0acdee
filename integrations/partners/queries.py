"""What a partner sees: reads, never writes. All of it inside the open partner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.billing.access import subscription_here
from accounts.billing.money import in_words
from accounts.billing.standing import standing_of
from accounts.models import Account
from accounts.tenancy import account
from integrations.partners.actions.accrue import last_day_of
from integrations.partners.models import Entry, Partner, Referral, Statement, TaxProfile
from integrations.partners.models.ledger import APPROVED

REFERRALS_SHOWN, ENTRIES_SHOWN = 100, 100


@dataclass(frozen=True)
class Purses:
    """What is where, in minor units. `ready` is approved or out of its hold, `held` is what still waits."""

    ready: int
    held: int
    paid: int
    payments: int


@dataclass(frozen=True)
class Referred:
    """One account as its partner sees it: its name, since when, whether it pays, what it earned. Nothing of what it says."""

    name: str
    began_at: datetime
    until: datetime
    plan: str
    paying: bool
    trial: bool
    refused: str
    earned: int

    @property
    def months_left(self) -> int:
        now = timezone.now()
        months = (self.until.year - now.year) * 12 + self.until.month - now.month + (self.until.day > now.day)
        return max(0, months) if self.until > now else 0


@dataclass(frozen=True)
class Line:
    """One entry on page and paper, with what was owed after it."""

    day: date
    words: str
    detail: str
    amount: int
    balance: int
    statement: Statement | None = None


def purses(partner_id: int) -> Purses:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(held) FILTER (WHERE held_until > %s), 0), coalesce(sum(held) FILTER (WHERE held_until <= %s), 0)"
            " FROM partners_chain WHERE partner_id = %s",
            [timezone.now(), timezone.now(), partner_id],
        )
        waits, free = cursor.fetchone()
    approved = paid = payments = 0
    for entry in Entry.objects.filter(partner_id=partner_id).only("kind", "source", "target", "amount"):
        approved += entry.amount * ((entry.target == APPROVED) - (entry.source == APPROVED))
        paid += entry.amount * (entry.kind == Entry.Kind.PAID)
        payments += entry.kind == Entry.Kind.PAID
    return Purses(int(free) + approved, int(waits), paid, payments)


def referred(partner: Partner) -> list[Referred]:
    """Newest first. Names and plans are read from the accounts themselves: an erased one leaves nothing here."""
    earned: dict[int, int] = {}
    for entry in Entry.objects.exclude(referral=None):
        if entry.change and entry.referral_id:
            earned[entry.referral_id] = earned.get(entry.referral_id, 0) + entry.change
    rows = list(Referral.objects.select_related("plan").order_by("-id")[:REFERRALS_SHOWN])
    return [_referred(row, earned.get(row.pk, 0)) for row in rows]


def _referred(referral: Referral, earned: int) -> Referred:
    now = timezone.now()
    with account(referral.account_id):
        name, standing = Account.objects.get().name, standing_of(subscription_here(), now)
    paying = bool(standing.plan.price) and not standing.trial and not standing.ended
    refused = str(referral.get_refused_display()) if referral.refused else ""
    return Referred(name, referral.began_at, last_day_of(referral), standing.plan.name, paying, standing.trial, refused, earned)


def names_of_accounts() -> dict[int, str]:
    """What the referred accounts are called now, by referral."""
    names = {}
    for referral in Referral.objects.order_by("-id")[:REFERRALS_SHOWN]:
        with account(referral.account_id):
            names[referral.pk] = Account.objects.get().name
    return names


def ledger(names: dict[int, str]) -> list[Line]:
    """Every entry that changed what is owed, newest first."""
    entries = list(Entry.objects.order_by("id"))
    statements = list(Statement.objects.order_by("number"))
    lines = list(lines_of(entries, 0, names=names, statements=statements))
    return lines[::-1]


def statement_lines(statement: Statement) -> list[Line]:
    """What stands on a statement. Without the names of accounts: paper must say the same after one was erased."""
    entries = Entry.objects.filter(pk__gte=statement.first_entry, pk__lte=statement.last_entry).order_by("id")
    return list(lines_of(entries, statement.opening))


def lines_of(
    entries: Iterable[Entry], balance: int, *, names: dict[int, str] | None = None, statements: Iterable[Statement] = ()
) -> Iterable[Line]:
    """One line an entry that changed something, each with the balance after it."""
    papers = list(statements)
    for entry in entries:
        if not entry.change:
            continue
        balance += entry.change
        words, detail = _said(entry, (names or {}).get(entry.referral_id or 0, ""))
        paper = next((one for one in papers if one.first_entry <= entry.pk <= one.last_entry), None)
        yield Line(entry.created_at.date(), words, detail, entry.change, balance, paper)


def _said(entry: Entry, name: str) -> tuple[str, str]:
    if entry.kind == Entry.Kind.PAID:
        return _("Paid out"), ""
    number = {"number": entry.invoice_number, "name": name}
    words = _("%(name)s, invoice %(number)s") % number if name else _("Invoice %(number)s") % number
    if entry.kind == Entry.Kind.REVERSED:
        return words, _("taken back: the account was credited")
    share = {"rate": f"{(entry.rate or 0) / 100:g}", "net": in_words(entry.net or 0, entry.currency), "day": ""}
    if entry.held_until:
        share["day"] = date_format(entry.held_until, "j M Y")
    return words, _("%(rate)s%% of %(net)s, held to %(day)s") % share


def tax_row() -> TaxProfile | None:
    """What may be said of the open partner's tax profile without reading it."""
    row: TaxProfile | None = TaxProfile.objects.first()
    return row
