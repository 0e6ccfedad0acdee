"""A statement says for ever to whom it was made out: the details of the day it was issued, sealed with it."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actions.rotate_keys import renew_data_keys
from integrations.partners.actions.accrue import accrue
from integrations.partners.actions.edit_tax_profile import edit_tax_profile
from integrations.partners.actions.erase_partner import erase_partner
from integrations.partners.actions.issue_statement import issue_statement
from integrations.partners.models import Look, Partner, PartnersDataKey, Statement
from integrations.partners.profile import read_printed
from integrations.partners.scope import partner_scope
from launcher.say import Trouble
from tests.databases import sql
from tests.integrations.partners.world import SAID, Office, browser_of, lind, office, paid_invoice, refer, words_of_pdf

__all__ = ["office"]

FIRST, SECOND = date(2040, 1, 1), date(2040, 2, 1)  # entries of today belong to whatever month comes first


def says(partner: Partner, **other: str) -> None:
    with partner_scope(partner.pk):
        said = {name: value for name, value in {**SAID, "self_billing": False, **other}.items() if name != "declared"}
        edit_tax_profile(partner, who="Lena Vogt", said=said)


def month(partner: Partner, first_day: date) -> Statement:
    customer = refer(partner)
    accrue(customer, paid_invoice(customer))
    made = issue_statement(partner.pk, first_day)
    assert made is not None
    return made


class TestMadeOutTo:
    def test_the_paper_of_then_says_what_was_so_then(self, office: Office) -> None:
        partner = lind(office)
        browser = browser_of(partner)
        nameless = month(partner, date(2039, 12, 1))
        says(partner)
        first = month(partner, FIRST)
        says(partner, legal_name="Lind und Vogt OHG", address="Elbchaussee 1", city="Altona", vat_number="DE129273398")
        second = month(partner, SECOND)
        papers = [words_of_pdf(browser.get(f"/partners/statements/{one.public_id}/pdf/").content) for one in (nameless, first, second)]
        assert "Studio Lind" in papers[0] and not any(word in papers[0] for word in ("GmbH", "Hamburg", "OHG")), "nothing was said yet"
        assert all(word in papers[1] for word in ("Studio Lind GmbH", "20359 Hamburg", "DE136695976")) and "OHG" not in papers[1]
        assert all(word in papers[2] for word in ("Lind und Vogt OHG", "20359 Altona", "DE129273398")) and "GmbH" not in papers[2]
        copy = browser.post("/partners/export/").json()["statements"]
        assert [one["made_out_to"]["legal_name"] for one in copy] == ["", "Studio Lind GmbH", "Lind und Vogt OHG"]

    def test_only_what_is_printed_is_on_it_and_each_look_is_written_down(self, office: Office) -> None:
        partner = lind(office)
        says(partner)
        made = month(partner, FIRST)
        with partner_scope(partner.pk):
            assert Look.objects.filter(who="Parley", purpose=Look.Purpose.STATEMENT).count() == 1
            (profile,) = read_printed(partner, [made], who="Lena Vogt", purpose=Look.Purpose.STATEMENT)
            assert Look.objects.filter(who="Lena Vogt", purpose=Look.Purpose.STATEMENT).count() == 1
        assert profile.legal_name and not (profile.iban or profile.declared_by)
        dump = sql(f"SELECT row_to_json(t) FROM partners_statement t WHERE partner_id = {partner.pk}", office.database)
        assert '"sealed":"s1.' in dump and not any(word in dump for word in ("Lind", "Hamburg", "136695976"))

    def test_new_keys_reach_it_and_change_nothing_else(self, office: Office) -> None:
        partner = lind(office)
        says(partner)
        made = month(partner, FIRST)
        renew_data_keys()
        with partner_scope(partner.pk):
            again = Statement.objects.get()
            (profile,) = read_printed(partner, [again], who="Lena Vogt", purpose=Look.Purpose.OWN)
        assert again.sealed.split(".")[1] == str(PartnersDataKey.objects.latest("pk").pk) != made.sealed.split(".")[1]
        assert profile.legal_name == "Studio Lind GmbH"

    @pytest.mark.parametrize(
        "change", ["UPDATE partners_statement SET closing = closing, number = number + 1", "DELETE FROM partners_statement"]
    )
    def test_not_even_its_owner_changes_the_rest(self, office: Office, change: str) -> None:
        partner = lind(office)
        month(partner, FIRST)
        with pytest.raises(DatabaseError), transaction.atomic(), partner_scope(partner.pk), connection.cursor() as cursor:
            cursor.execute(change)
        with pytest.raises(Trouble, match="written once"):
            sql(change, office.database)

    def test_staff_see_the_sums_alone(self, office: Office) -> None:
        month(lind(office), FIRST)
        assert office.ask("SELECT count(*) FROM (SELECT number, closing FROM partners_statement) s") >= 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            office.staff.execute("SELECT sealed FROM partners_statement")

    def test_it_goes_where_nothing_was_paid(self, office: Office) -> None:
        partner = lind(office)
        says(partner)
        month(partner, FIRST)
        with partner_scope(partner.pk):
            assert not erase_partner(partner.pk).profile
            assert Statement.objects.get().sealed == ""
