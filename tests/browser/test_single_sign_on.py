"""An owner connects their own provider; somebody comes in by it, and is out when it is removed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.house import Parley
from tests.browser.people import Cast
from tests.browser.test_signing_in import PICTURES, pictures
from tests.integrations.single_sign_on.conftest import CLIENT, running
from tests.integrations.single_sign_on.provider import SECRET

PLACE = "127.0.0.2"  # where the browser tests' Parley may ask


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with running(PLACE) as port:
        yield f"http://{PLACE}:{port}/story"


class TestSingleSignOn:
    def test_connected_used_and_removed(self, cast: Cast, parley: Parley, issuer: str) -> None:
        olga, petra = cast.operator().page, cast.stranger().page
        olga.goto(f"{parley.url}/panel/settings/single-sign-on/")
        olga.get_by_label("Issuer").fill("https://169.254.169.254")
        olga.get_by_label("Client id").fill(CLIENT)
        olga.get_by_label("Client secret").fill(SECRET)
        olga.get_by_label("Let newcomers in").check()
        olga.get_by_role("button", name="Save").click()
        expect(olga.get_by_text("not on the public internet")).to_be_visible()
        pictures(olga, "single-sign-on-empty")
        olga.get_by_label("Issuer").fill(issuer)
        olga.get_by_label("Client id").fill(CLIENT)
        olga.get_by_label("Client secret").fill(SECRET)
        olga.get_by_label("Let newcomers in").check()
        olga.get_by_role("button", name="Save").click()
        expect(olga.get_by_text("Saved.")).to_be_visible()
        olga.get_by_role("button", name="Check the connection").click()
        expect(olga.get_by_text("Works", exact=True)).to_have_count(2)
        olga.screenshot(path=PICTURES / "single-sign-on-checked.png", full_page=True, animations="disabled")
        address = olga.get_by_label("Sign-in address for your team").input_value()

        petra.goto(f"{parley.url}/accounts/login/")
        petra.get_by_role("link", name="Single sign-on").click()
        pictures(petra, "single-sign-on-which")
        petra.get_by_label("Sign-in address of your team").fill(address)
        petra.get_by_role("button", name="Continue").click()
        petra.wait_for_url(address)
        pictures(petra, "single-sign-on-start")
        petra.get_by_role("button", name="Continue to").click()
        petra.get_by_role("button", name="It is me").click()
        petra.wait_for_url("**/inbox/**")

        olga.goto(f"{parley.url}/panel/settings/single-sign-on/")
        expect(olga.get_by_text("1 person comes in by it")).to_be_visible()
        olga.get_by_role("button", name="Turn on").click()
        expect(olga.get_by_role("button", name="Turn off")).to_be_visible()
        pictures(olga, "single-sign-on")
        olga.get_by_role("button", name="Remove").click()
        expect(olga.get_by_role("heading", name="Connect your provider")).to_be_visible()
        expect(petra.get_by_role("region", name="Start").get_by_text("You are signed out.")).to_be_visible()
