"""The billing page says where the account stands; its buttons lead to the payment company; invoices are the account's alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from accounts.billing.models import Charge, Invoice
from accounts.tenancy import account
from tests.accounts.billing.paying import Travel, of_acme, pay, travel
from tests.cast import Cast
from tests.panel.views.test_app import data_in
from tests.panel.views.test_projects import client_of

__all__ = ["travel"]

PAGE = "/panel/settings/billing/"


def page_for(cast: Cast, who: str = "olga", url: str = PAGE) -> str:
    return client_of(cast.users[who]).get(url).content.decode()


class TestPage:
    def test_on_trial(self, cast: Cast) -> None:
        page = page_for(cast)
        assert "On trial until" in page and "1 chat this month, without limit" in page
        assert "Nothing has been deleted since" in page and "2 projects" in page

    def test_free_and_nearly_used_up(self, cast: Cast, travel: Travel) -> None:
        from tests.accounts.billing.test_limits import used

        travel(timedelta(days=15))
        for started, words in ((39, "39 of 50 chats"), (40, "40 of this month’s 50 chats are used."), (50, "chats are used up")):
            used(cast, started)
            page = page_for(cast)
            assert words in page and ("banner warn" in page) == (started >= 40)

    def test_ended(self, cast: Cast, travel: Travel) -> None:
        pay(cast)
        travel(timedelta(days=40))
        page = page_for(cast)
        assert "Your plan ended on" in page and "Pay €118.08 and renew" in page and "Help centre stays online" in page

    @pytest.mark.parametrize(("who", "pays"), [("olga", True), ("oscar", False)])
    def test_ended_is_said_on_every_page(self, cast: Cast, travel: Travel, who: str, pays: bool) -> None:
        for page in ("team", "api-keys", "security"):
            assert "Your plan ended on" not in page_for(cast, who, f"/panel/settings/{page}/")
        pay(cast)
        travel(timedelta(days=40))
        for page in ("team", "api-keys", "security"):
            shown = page_for(cast, who, f"/panel/settings/{page}/")
            assert shown.count("Your plan ended on") == 1 and ("Renew Team" in shown) == pays
        app = data_in(client_of(cast.users[who]).get(f"/panel/{cast.shop.public_id}/inbox/"))
        assert app["plan_ended"]["plan"] == "Team" and (app["plan_ended"]["href"] == PAGE) == pays

    def test_paid(self, cast: Cast) -> None:
        charge = pay(cast)
        page = page_for(cast, url=f"{PAGE}?paying={charge.key}")
        assert "Paid until" in page and "Paid, thank you." in page and "€118.08" in page

    @pytest.mark.parametrize("strange", ["x", "00000000-0000-0000-0000-000000000000", "1" * 4000])
    def test_a_strange_charge(self, cast: Cast, strange: str) -> None:
        assert "Plan and billing" in page_for(cast, url=f"{PAGE}?paying={strange}")

    def test_details(self, cast: Cast) -> None:
        client = client_of(cast.users["olga"])
        words = {
            "invoice_name": "Acme SA",
            "invoice_address": "1 Road",
            "invoice_email": "a@acme.example",
            "country": "de",
            "vat_number": "de 123.456",
        }
        assert client.post(PAGE, words).headers["Location"] == f"{PAGE}?saved"
        kept = of_acme(cast)
        assert (kept.invoice_name, kept.country, kept.vat_number) == ("Acme SA", "DE", "DE123456")
        wrong = client.post(PAGE, {**words, "country": "Germany", "vat_number": "1", "invoice_email": "x"})
        assert wrong.status_code == 200 and wrong.content.decode().count('aria-invalid="true"') == 3

    @pytest.mark.parametrize("who", ["ada", "oscar", "vic", "lena"])
    def test_owners_only(self, cast: Cast, who: str) -> None:
        client = client_of(cast.users[who])
        for url in ("pay/", "free/"):
            assert client.post(PAGE + url, {"plan": "team"}).status_code == 403
        assert client.get(PAGE).status_code == 403


class TestPaying:
    def test_it_leads_to_the_company(self, cast: Cast) -> None:
        client = client_of(cast.users["olga"])
        assert settings.PAYMENT_PAGE in client.get(PAGE).headers["Content-Security-Policy"]
        answer = client.post(f"{PAGE}pay/", {"plan": "team", "price": "1", "amount": "1"})
        assert answer.headers["Location"].startswith(f"{settings.PAYMENT_PAGE}/pay?order=")
        with account(cast.olga.account_id):
            assert Invoice.objects.get().total == 11808 and Charge.objects.count() == 1
        pay(cast)
        assert client.post(f"{PAGE}pay/", {"plan": "team"}).headers["Location"].endswith("?refused=conflict")

    def test_to_free(self, cast: Cast) -> None:
        pay(cast)
        client_of(cast.users["olga"]).post(f"{PAGE}free/")
        assert of_acme(cast).plan == "free"

    def test_nobody_is_sent_to_sign_in(self, cast: Cast) -> None:
        assert Client().post(f"{PAGE}pay/").headers["Location"].startswith("/accounts/login/")


class TestInvoices:
    def test_page_and_pdf(self, cast: Cast) -> None:
        pay(cast)
        with account(cast.olga.account_id):
            invoice = Invoice.objects.get()
        url = f"{PAGE}invoices/{invoice.public_id}/"
        assert f"Invoice {invoice.number}" in page_for(cast, url=url)
        answer = client_of(cast.users["olga"]).get(f"{url}pdf/")
        assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
        assert client_of(cast.users["gus"]).get(url).status_code == client_of(cast.users["gus"]).get(f"{url}pdf/").status_code == 404

    def test_over_rest(self, cast: Cast) -> None:
        pay(cast)
        client = client_of(cast.users["olga"])
        assert client.get("/api/v1/account/subscription").json()["plan"] == "team"
        (invoice,) = client.get("/api/v1/account/invoices").json()["results"]
        assert (invoice["state"], invoice["total"], invoice["currency"]) == ("paid", 11808, "EUR")
        assert client_of(cast.users["oscar"]).get("/api/v1/account/invoices").status_code == 403
