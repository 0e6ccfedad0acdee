"""A partner's pages: one statement three ways, the tax profile sealed and masked, who looked, and the way out."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from accounts.errors import Invalid
from accounts.models import Account
from accounts.tenancy import account
from integrations.partners.actions.accrue import accrue, give_back
from integrations.partners.actions.issue_statement import issue_statement
from integrations.partners.models import Entry, Look, Partner, Statement, TaxProfile
from integrations.partners.papers import csv_of
from integrations.partners.profile import masked
from integrations.partners.queries import Line, statement_lines
from integrations.partners.scope import partner_scope
from integrations.partners.tax_numbers import clean_iban, clean_tin, clean_vat
from tests.databases import sql
from tests.hostile import PAYLOADS
from tests.integrations.partners.world import SAID, Office, browser_of, credit, declare, lind, office, paid_invoice, refer, words_of_pdf

__all__ = ["office"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    from django.test import override_settings

    with override_settings(PARTNER_DIR=str(tmp_path / "partners")):
        yield tmp_path / "partners"


def month_of(office: Office, partner: Partner) -> Statement:
    """Two invoices, a refund and a payment, and the statement of that month."""
    declare(office, partner)
    customer = refer(partner)
    first, second = paid_invoice(customer, days_ago=40), paid_invoice(customer, net=2999)
    accrue(customer, first)
    accrue(customer, second)
    credit(customer, second, 1000)
    give_back(customer, second)
    assert office.both(partner, "approve") and office.both(partner, "pay")
    made = issue_statement(partner.pk, timezone.now().date().replace(day=1))
    assert made is not None
    return made


class TestStatements:
    def test_page_pdf_and_csv_say_the_same(self, office: Office) -> None:
        partner = lind(office)
        made = month_of(office, partner)
        browser, at = browser_of(partner), f"/partners/statements/{made.public_id}/"
        page, paper = browser.get(at).content.decode(), words_of_pdf(browser.get(at + "pdf/").content)
        rows = list(csv.DictReader(io.StringIO(browser.get(at + "csv/").content.decode())))
        with partner_scope(partner.pk):
            lines = statement_lines(made)
        assert [row["amount"] for row in rows] == ["19.20", "6.00", "-1.63", "-19.20"]
        assert [row["balance"] for row in rows] == ["19.20", "25.20", "23.57", "4.37"] and made.closing == 437
        for line, row in zip(lines, rows, strict=True):
            assert row["entry"] == line.words and row["date"] == line.day.isoformat()
            amount = row["amount"].lstrip("-")
            assert line.words in page and f"€{amount}" in page and f"€{row['balance']}" in page
            assert line.words in paper and f"EUR {amount}" in paper and f"EUR {row['balance']}" in paper

    def test_numbers_have_no_gap_and_a_month_has_one(self, office: Office) -> None:
        partner = lind(office)
        first = month_of(office, partner)
        assert issue_statement(partner.pk, first.month) is None
        customer = refer(partner)
        accrue(customer, paid_invoice(customer))
        second = issue_statement(partner.pk, (first.month + timedelta(days=32)).replace(day=1))
        assert second is not None and (first.number, second.number) == (1, 2)
        assert second.opening == first.closing and second.first_entry > first.last_entry
        with partner_scope(partner.pk):
            ids = set(Entry.objects.values_list("pk", flat=True))
            assert ids == {pk for pk in ids if first.first_entry <= pk <= first.last_entry or second.first_entry <= pk <= second.last_entry}

    def test_somebody_elses_is_not_there(self, office: Office) -> None:
        made = month_of(office, lind(office))
        browser = browser_of(lind(office))
        for rest in ("", "pdf/", "csv/"):
            foreign = browser.get(f"/partners/statements/{made.public_id}/{rest}")
            absent = browser.get(f"/partners/statements/{uuid.uuid4()}/{rest}")
            assert foreign.status_code == absent.status_code == 404 and made.label not in foreign.content.decode()

    def test_no_cell_is_a_formula(self, office: Office) -> None:
        evil = [Line(date(2026, 11, 1), f"{sign}cmd|'/c calc'!A1", "@SUM(A1)", -1, 1) for sign in "=+-@\t\r"]
        for row in list(csv.reader(io.StringIO(csv_of(evil, "EUR"), newline="")))[1:]:
            assert row[1].startswith("'") and row[2].startswith("'") and row[3] == "-0.01"


class TestHome:
    def test_the_ledger_and_the_accounts(self, office: Office) -> None:
        partner = lind(office)
        made = month_of(office, partner)
        page = browser_of(partner).get("/partners/").content.decode()
        assert f"/r/{partner.code}" in page and "Fernhill Pottery" in page and made.label in page and "You earn 20%" in page
        assert "€19.20" in page and "€4.37" in page

    def test_a_name_of_a_customer_cannot_be_a_formula(self, office: Office) -> None:
        partner = lind(office)
        customer = refer(partner)
        accrue(customer, paid_invoice(customer))
        with account(customer):
            Account.objects.update(name="=1+1")
        (row,) = csv.DictReader(io.StringIO(browser_of(partner).get("/partners/ledger.csv").content.decode()))
        assert row["entry"].startswith("'=1+1")

    @pytest.mark.parametrize("state", ["applied", "refused", "blocked"])
    def test_whoever_is_not_approved_sees_how_it_stands(self, office: Office, state: str) -> None:
        partner = lind()
        sql(f"UPDATE partners_partner SET state = '{state}' WHERE id = {partner.pk}", office.database)
        browser = browser_of(partner)
        for path in ("", "links/", "tax/", "ledger.csv"):
            page = browser.get(f"/partners/{path}").content.decode()
            assert "€" not in page and f"/r/{partner.code}" not in page
        assert browser.get("/partners/privacy/").status_code == 200

    def test_the_panel_leads_a_partner_home(self, office: Office) -> None:
        browser = browser_of(lind(office))
        assert browser.get("/panel/").headers["Location"] == "/partners/"
        assert browser.post("/panel/projects/new/", {"name": "x", "website": "x.example"}).headers["Location"] == "/partners/"


class TestTax:
    def test_it_is_sealed_masked_and_each_look_is_written_down(self, office: Office) -> None:
        partner = lind(office)
        browser = browser_of(partner)
        assert browser.post("/partners/tax/", SAID).headers["Location"] == "/partners/tax/?saved"
        page = browser.get("/partners/tax/").content.decode()
        assert "DE•• •••• 3000" in page and "DE•• •••• 5976" in page
        assert not any(number in page for number in ("DE89370400440532013000", "DE136695976", "136695976"))
        dump = sql(f"SELECT row_to_json(t) FROM partners_taxprofile t WHERE partner_id = {partner.pk}", office.database)
        assert not any(word in dump for word in ("Lind", "Hamburg", "136695976", "0532013000"))
        with partner_scope(partner.pk):
            assert TaxProfile.objects.get().declared_at and TaxProfile.objects.get().payout_changed_at is None
            looks = Look.objects.count()
        ((_, sealed),) = office.staff.execute(
            "SELECT * FROM staff_partner_tax(%s, %s, 'check')", [office.keys["bea"], partner.pk]
        ).fetchall()
        assert sealed.startswith("s1.")
        assert (
            office.staff.execute("SELECT * FROM staff_partner_tax(%s, %s, 'curiosity')", [office.keys["bea"], partner.pk]).fetchall() == []
        )
        page = browser.get("/partners/privacy/").content.decode()
        assert "Bea" in page and "Commission check" in page
        with partner_scope(partner.pk):
            assert Look.objects.count() == looks + 1

    def test_an_empty_number_stays_and_another_iban_holds_payments(self, office: Office) -> None:
        partner = lind(office)
        browser = browser_of(partner)
        browser.post("/partners/tax/", SAID)
        browser.post("/partners/tax/", {**SAID, "iban": "", "vat_number": "", "city": "Altona"})
        with partner_scope(partner.pk):
            assert TaxProfile.objects.get().payout_changed_at is None
        assert "DE•• •••• 3000" in browser.get("/partners/tax/").content.decode()
        browser.post("/partners/tax/", {**SAID, "iban": "GB82 WEST 1234 5698 7654 32"})
        with partner_scope(partner.pk):
            assert TaxProfile.objects.get().payout_changed_at is not None

    @pytest.mark.parametrize(
        "change", [{"vat_number": "DE81234567"}, {"vat_number": "DE136695977"}, {"iban": "DE00"}, {"declared": ""}, {"country": "XX"}]
    )
    def test_a_wrong_one_is_said_and_nothing_is_kept(self, office: Office, change: dict[str, str]) -> None:
        partner = lind(office)
        answer = browser_of(partner).post("/partners/tax/", {**SAID, **change})
        assert (answer.status_code == 400 and 'aria-invalid="true"' in answer.content.decode()) or "country" in change
        with partner_scope(partner.pk):
            assert not TaxProfile.objects.filter(declared_at__isnull=False).exists()

    @pytest.mark.parametrize(
        ("check", "country", "right", "wrong"),
        [
            (clean_vat, "DE", "136695976", "136695978"),
            (clean_vat, "FR", "FR 40 303 265 045", "FR41303265045"),
            (clean_vat, "GR", "EL094259216", "EL094259217"),
            (clean_tin, "DE", "36 574 261 809", "36 574"),
            (clean_tin, "US", "123-45-6789", "12"),
        ],
    )
    def test_numbers(self, check: Any, country: str, right: str, wrong: str) -> None:
        assert check(country, right)
        with pytest.raises(Invalid):
            check(country, wrong)

    def test_masks(self) -> None:
        assert [masked(number) for number in ("", "1234", "DE136695976")] == ["", "••••", "DE•• •••• 5976"]
        assert clean_iban("de89 3704 0044 0532 0130 00") == "DE89370400440532013000"


class TestLeaving:
    def test_a_copy_and_then_nothing_but_what_the_law_keeps(self, office: Office, folder: Path) -> None:
        partner = lind(office)
        browser = browser_of(partner)
        browser.post("/partners/tax/", SAID)
        browser.post("/partners/tax/certificate/", {"certificate": SimpleUploadedFile("c.pdf", b"%PDF-1")})
        made = month_of(office, partner)
        copy = browser.post("/partners/export/").json()
        assert copy["tax_profile"]["iban"] == "DE89370400440532013000" and len(copy["ledger"]) == 5 and len(copy["statements"]) == 1
        assert "Fernhill" not in str(copy)
        assert "Kept for ten years" in browser.post("/partners/erase/").content.decode()
        assert list(folder.iterdir()) == []
        row = sql(f"SELECT name || website || about, user_id IS NULL, state FROM partners_partner WHERE id = {partner.pk}", office.database)
        assert row.strip() == "|t|erased"
        assert Client().get(f"/r/{partner.code}").cookies.get(settings.REFERRAL_COOKIE_NAME) is None
        assert browser.get(f"/partners/statements/{made.public_id}/").status_code == 302, "signed out"
        assert partner.user is not None
        person = sql(f"SELECT email, name, is_active FROM accounts_user WHERE id = {partner.user.pk}", office.database).strip()
        assert person.startswith("erased-") and person.endswith("@parley.invalid||f")
        with partner_scope(partner.pk):
            assert Statement.objects.count() == 1 and Entry.objects.count() == 5
            customer = Entry.objects.exclude(referral=None)[0].referral
        assert customer is not None and accrue(customer.account_id, paid_invoice(customer.account_id)) is None
        connection.close()


class TestHostileWords:
    """Partners' fields are seeded here and not with the customers': they stand on partners' pages alone, and on the staff's."""

    def test_every_word_is_shown_as_words(self, office: Office) -> None:
        partner = lind(office)
        browser = browser_of(partner)
        for word in PAYLOADS:
            said = word.replace("\0", "")[:120]
            with partner_scope(partner.pk):
                Partner.objects.filter(pk=partner.pk).update(name=said, website=said, about=said)
            assert escape(said) in browser.get("/partners/links/").content.decode(), repr(said)
