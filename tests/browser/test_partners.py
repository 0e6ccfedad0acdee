"""A partner in a real browser: signs in, says who is paid, sees the commission, and downloads the statement."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.boot import ROOT
from tests.browser.audit import problems
from tests.browser.customers import PASSWORD
from tests.browser.house import DATABASE, Parley
from tests.browser.people import Cast
from tests.browser.staff_site import come_in, enrolment, staff_site
from tests.browser.test_onboarding import add_project, sign_up
from tests.integrations.partners.world import words_of_pdf

PICTURES = ROOT / "var" / "pictures"
LOOKS = (
    ("light", "?theme=light&dir=ltr", 1440),
    ("dark", "?theme=dark", 1440),
    ("rtl", "?theme=light&dir=rtl", 1440),
    ("phone", "?dir=ltr", 390),
)
SAID = {
    "Legal name": "Studio Lind GmbH",
    "Address": "Hafenstraße 12",
    "Postcode": "20359",
    "City": "Hamburg",
    "Your full name": "Lena Vogt",
}


def step(parley: Parley, *words: str) -> Any:
    return json.loads(parley.run("-m", "tests.browser.referrer", *words))


def looked_at(page: Page, name: str) -> None:
    """Light, dark, right to left and on a phone: drawn, audited, and nothing cut off."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    address = page.url.partition("?")[0]
    for kind, query, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address + query)
        assert problems(page) == [], f"{name} {kind}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} {kind}"
        page.screenshot(path=Path(PICTURES / f"partner-{name}-{kind}.png"), full_page=True, animations="disabled")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address + "?theme=light&dir=ltr")


@pytest.fixture
def staff(parley: Parley, tmp_path: Path) -> Iterator[str]:
    with staff_site(DATABASE, tmp_path / "staff.log", parley.env) as url:
        yield url


def colleague(cast: Cast, staff: str, name: str) -> Page:
    """Somebody of Parley's, on a device with a passkey of their own, at the list of partners."""
    page = cast.stranger().page
    come_in(page, enrolment(DATABASE, staff, f"{name.lower()}-{uuid.uuid4().hex[:8]}@parley.example", name))
    page.goto(f"{staff}/partners/")
    return page


def checked(kind: str, first: Page, second: Page) -> None:
    """Aino asks, who cannot agree to it herself, and Bea agrees."""
    first.reload()
    first.get_by_role("button", name=f"Ask to {kind}").click()
    expect(first.get_by_text("Done.")).to_be_visible()
    expect(first.get_by_role("button", name="Agree")).to_have_count(0)
    second.goto(first.url.partition("?")[0])
    second.get_by_role("button", name="Agree").click()
    expect(second.get_by_role("row", name=f"{kind.capitalize()} ").first).to_contain_text("Agreed: Bea")


def brought(cast: Cast, parley: Parley, code: str) -> int:
    """Kim follows a link, signs up, and adds a project. Gives the account that Kim has now."""
    page, email = cast.stranger().page, f"kim-{uuid.uuid4().hex[:8]}@fernhill.example"
    page.goto(f"{parley.url}/r/{code}")
    sign_up(page, parley, email)
    add_project(page, "https://fernhill.example")
    member = "SELECT m.account_id FROM accounts_member m JOIN accounts_user u ON u.id = m.user_id"
    (account,) = parley.rows(f"{member} WHERE u.email = '{email}'")
    return int(account)


class TestPartner:
    def test_sees_the_commission_and_downloads_the_statement(self, cast: Cast, parley: Parley, staff: str) -> None:
        lena = step(parley, "applies")
        partner = int(lena["partner"])
        aino, bea = colleague(cast, staff, "Aino"), colleague(cast, staff, "Bea")
        aino.get_by_role("link", name="Studio Lind").click()
        aino.get_by_role("button", name="Approve", exact=True).click()
        expect(aino.get_by_text("Done.")).to_be_visible()
        (code,) = parley.rows(f"SELECT code FROM partners_partner WHERE id = {partner}")
        step(parley, "earns", str(brought(cast, parley, code)))
        somebody = cast.stranger()
        page = somebody.page
        page.goto(f"{parley.url}/partners/sign-in/")
        page.get_by_label("Email").fill(lena["email"])
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="Studio Lind", level=1)).to_be_visible()
        self._tax(page, parley)
        # An answer of 400 with the form in it is told by the console too.
        somebody.complaints = [one for one in somebody.complaints if "status of 400" not in one]
        checked("approve", aino, bea)
        looked_at(aino, "staff-one")
        checked("pay", aino, bea)
        label = step(parley, "statement", str(partner))["label"]
        page.goto(f"{parley.url}/partners/")
        expect(page.get_by_text("Acme").first).to_be_visible()
        expect(page.locator(".kpis")).to_contain_text("€19.20")
        looked_at(page, "home")
        page.get_by_role("link", name=label).last.click()
        expect(page.get_by_role("heading", name=f"Statement {label}")).to_be_visible()
        looked_at(page, "statement")
        self._downloads(page, parley, partner, label)
        for path in ("links", "privacy"):
            page.goto(f"{parley.url}/partners/{path}/")
            looked_at(page, path)
        self._copies(page, parley, code)
        self._no_chat(cast, page, parley)
        aino.get_by_role("button", name="Show for the check").click()
        expect(aino.get_by_text("Studio Lind GmbH").first).to_be_visible()
        page.goto(f"{parley.url}/partners/privacy/")
        expect(page.get_by_text("Aino").first).to_be_visible()

    def _copies(self, page: Page, parley: Parley, code: str) -> None:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=parley.url)
        page.goto(f"{parley.url}/partners/links/")
        page.get_by_role("button", name="Copy").first.click()
        page.wait_for_function(f"navigator.clipboard.readText().then((words) => words.endsWith('/r/{code}'))")

    def _tax(self, page: Page, parley: Parley) -> None:
        """A number that cannot be is said beside its field; a right one is shown masked."""
        page.goto(f"{parley.url}/partners/tax/")
        for name, value in SAID.items():
            page.get_by_label(name).fill(value)
        page.get_by_label("Country of tax").select_option("DE")
        page.get_by_label("IBAN").fill("DE89 3704 0044 0532 0130 00")
        page.get_by_label("What stands here is true").check()
        for wrong, words in (("DE81234567", "longer or shorter"), ("DE136695977", "check digit does not fit")):
            page.get_by_label("VAT number").fill(wrong)
            page.get_by_role("button", name="Save tax details").click()
            expect(page.get_by_text(words)).to_be_visible()
            expect(page.get_by_label("VAT number")).to_have_attribute("aria-invalid", "true")
            expect(page.get_by_label("Legal name")).to_have_value("Studio Lind GmbH")
            assert problems(page) == [], words
        page.screenshot(path=PICTURES / "partner-tax-wrong.png", full_page=True)
        page.get_by_label("VAT number").fill("DE136695976")
        page.get_by_role("button", name="Save tax details").click()
        expect(page.get_by_text("DE•• •••• 3000 is kept")).to_be_visible()
        assert "136695976" not in page.content()
        looked_at(page, "tax")

    def _downloads(self, page: Page, parley: Parley, partner: int, label: str) -> None:
        """Paper and sheet agree with the ledger."""
        with page.expect_download() as sheet:
            page.get_by_role("link", name="CSV").click()
        with page.expect_download() as paper:
            page.get_by_role("link", name="PDF").click()
        assert (sheet.value.suggested_filename, paper.value.suggested_filename) == (f"{label}.csv", f"{label}.pdf")
        rows = list(csv.DictReader(io.StringIO(sheet.value.path().read_text())))
        sign = "CASE kind WHEN 'accrued' THEN amount ELSE -amount END"
        ledger = parley.rows(f"SELECT {sign} FROM partners_entry WHERE partner_id = {partner} AND kind <> 'approved' ORDER BY id")
        assert [round(float(row["amount"]) * 100) for row in rows] == [int(one) for one in ledger] == [1920, 600, -1920]
        words = words_of_pdf(paper.value.path().read_bytes())
        assert "Studio Lind GmbH" in words and "20359 Hamburg" in words
        assert all(f"EUR {row['balance']}" in words for row in rows) and rows[-1]["balance"] == "6.00"

    def _no_chat(self, cast: Cast, page: Page, parley: Parley) -> None:
        """What was said on a customer's site is behind no door that this sign-in opens."""
        vera = cast.visitor()
        vera.open()
        vera.say("CANARY-partners blue bowls")
        expect(vera.lines()).to_have_count(1)
        project = cast.customer.project
        for path in (
            "/panel/",
            f"/panel/{project}/inbox/",
            f"/panel/{project}/visitors/",
            f"/panel/{project}/settings/",
            f"/api/v1/projects/{project}/conversations/",
            f"/api/v1/projects/{project}/feed",
        ):
            answer = page.request.get(parley.url + path)
            assert answer.status in (401, 403, 404) or answer.url == f"{parley.url}/partners/", path
            assert "CANARY" not in answer.text(), path
