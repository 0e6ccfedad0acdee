"""Second steps as people take them: an authenticator app from its picture to the next sign-in, and a passkey."""

import re
import time
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.boot import ROOT
from tests.browser.customers import PASSWORD, Customer
from tests.browser.house import Parley
from tests.browser.people import Cast

PICTURES = ROOT / "var" / "pictures"
STEP_S = 30
# A device of the browser's own, with a finger that is always there.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or some steps later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // STEP_S + steps)))


def pictures(page: Page, name: str) -> None:
    """Draw the page in light, in dark and on a phone."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    address = page.url.partition("?")[0]
    for kind, query, width in (("light", "", 1440), ("dark", "?theme=dark", 1440), ("phone", "", 390)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address + query)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} px wide on {width}"
        page.screenshot(path=Path(PICTURES / f"{name}-{kind}.png"), full_page=True, animations="disabled")
    page.set_viewport_size({"width": 1440, "height": 900})


def security(page: Page, parley: Parley) -> None:
    page.goto(f"{parley.url}/panel/settings/security/")
    expect(page.get_by_role("heading", name="Sign-in and security")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def start_to_sign_in(page: Page, parley: Parley, email: str) -> None:
    page.goto(f"{parley.url}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


class TestSigningIn:
    def test_an_authenticator_app(self, cast: Cast, parley: Parley, customer: Customer) -> None:
        page = cast.operator().page
        security(page, parley)
        page.get_by_role("link", name="Set up").click()
        expect(page.get_by_role("img", name=re.compile("A code to scan"))).to_be_visible()
        secret = page.locator(".code-key code").inner_text()
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / "security-app.png")
        page.get_by_label("Code").fill(code_of(secret))
        page.get_by_role("button", name="Turn on").click()
        expect(page.locator(".codes code")).to_have_count(10)
        page.screenshot(path=PICTURES / "security-codes.png")
        recovery = page.locator(".codes code").first.inner_text()
        page.get_by_role("link", name="I have kept them").click()
        expect(page.get_by_text("10 of 10 left")).to_be_visible()
        sign_out(page)

        start_to_sign_in(page, parley, customer.olga)
        expect(page.get_by_role("heading", name="One more step")).to_be_visible()
        pictures(page, "second-step")
        page.get_by_label("Code").fill("000000")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_text("This code does not fit")).to_be_visible()
        page.get_by_label("Code").fill(code_of(secret))
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/inbox/**")
        security(page, parley)
        sign_out(page)

        start_to_sign_in(page, parley, customer.olga)
        page.get_by_label("Code").fill(recovery)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/inbox/**")
        security(page, parley)
        expect(page.get_by_text("9 of 10 left")).to_be_visible()

    def test_a_passkey(self, cast: Cast, parley: Parley, customer: Customer) -> None:
        """AUN5, AUN8: enrolled, refused to somebody whom the device does not know, and the way in for its owner."""
        page = cast.operator(customer.oscar).page
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        added = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        security(page, parley)
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_label("Its name").fill("Laptop, studio")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
        page.get_by_role("link", name="I have kept them").click()
        expect(page.get_by_text("Laptop, studio")).to_be_visible()
        sign_out(page)

        page.goto(f"{parley.url}/accounts/login/")
        somebody_else = {"authenticatorId": added["authenticatorId"], "isUserVerified": False}
        device.send("WebAuthn.setUserVerified", somebody_else)
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert page.context.request.get(f"{parley.url}/panel/settings/security/", max_redirects=0).status == 302, "nobody came in"
        device.send("WebAuthn.setUserVerified", {**somebody_else, "isUserVerified": True})
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url("**/inbox/**")
        security(page, parley)
        expect(page.get_by_text("with a passkey")).to_be_visible()
        pictures(page, "account-security")

        page.get_by_role("link", name="Remove").click()
        page.get_by_role("button", name="Remove").click()
        expect(page.get_by_text("Laptop, studio")).to_have_count(0)
