"""Each shim drives a page that was written for the other product's API; without `data-compat` nothing of it is loaded."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.house import Parley
from tests.browser.other_products import PAGES
from tests.browser.people import Cast
from tests.browser.site import Site, page, tag_of


class TestOtherProducts:
    @pytest.mark.parametrize("product", PAGES)
    def test_its_page_works(self, cast: Cast, site: Site, parley: Parley, product: str) -> None:
        body, heard, name = PAGES[product]
        tag = tag_of(parley.url, cast.customer.key).replace(" async", f' data-compat="{product}" async')
        site.show({"/": page("Shelf", body + tag)})
        olga, vera = cast.operator(), cast.visitor()
        vera.page.wait_for_function(f"() => !Array.isArray(window['{name}']) && window['{name}'] && !window['{name}'].q")
        vera.page.get_by_role("link", name="Help").click()
        expect(vera.page.locator("parley-chat iframe")).to_be_visible()
        if vera.page.get_by_role("link", name="Order").count():
            vera.page.get_by_role("link", name="Order").click()
            expect(vera.box()).to_have_value("About my order")
        else:
            vera.frame.get_by_role("button", name="Send us a message").click()
            vera.box().fill("About my order")
        vera.box().press("Enter")
        expect(vera.frame.get_by_text("Sent")).to_be_visible()
        olga.view("Unassigned")
        expect(olga.row("About my order")).to_contain_text("Nia Visitor")
        olga.open("About my order")
        side = olga.page.get_by_role("complementary", name="Visitor")
        expect(side).to_contain_text("nia@visits.example")
        expect(side).to_contain_text("Unverified")
        expect(side).to_contain_text("pro")
        if product != "chatwoot":
            expect(side).to_contain_text("ordered")
        if product in ("chatwoot", "tidio"):  # labels and tags
            expect(side).to_contain_text("wholesale")
            expect(side).not_to_contain_text("gone")
        vera.page.get_by_role("link", name="Away").click()
        expect(vera.page.locator("parley-chat iframe")).to_be_hidden()
        vera.page.wait_for_function(f"() => {sorted(heard)!r}.every((one) => heard.includes(one))")
        vera.page.evaluate("parley('destroy')")
        assert vera.page.evaluate(f"typeof window['{name}']") == "undefined"

    def test_it_is_loaded_only_where_it_is_asked_for(self, cast: Cast, site: Site, parley: Parley) -> None:
        site.show({"/": page("Shelf", PAGES["intercom"][0] + tag_of(parley.url, cast.customer.key))})
        vera = cast.visitor(None)
        asked: list[str] = []
        vera.context.on("request", lambda request: asked.append(request.url))
        vera.visit(site.url)
        vera.open()
        assert any("/stage-" in url for url in asked), "the premise"
        assert not [url for url in asked if any(f"/stage-{other}-" in url for other in PAGES)]
