"""The talk goes on by e-mail when its visitor has left: asked, left, answered, mailed once, answered by mail, seen at once."""

from __future__ import annotations

import re

from playwright.sync_api import ViewportSize, expect

from tests.browser.audit import problems
from tests.browser.people import Cast, Operator, Visitor
from tests.browser.post_office import AUTHSERV, PostOffice, post_office, words_of
from tests.browser.sending import pictures

__all__ = ["post_office"]
# A mailbox a story: others have theirs, and worker and beat serve the whole house.
VERA, ALSO_VERA = "vera@one.example", "vera@two.example"
PHONE: ViewportSize = {"width": 390, "height": 844}


def asked_and_left(cast: Cast, address: str) -> Visitor:
    """Vera asks while nobody is here, leaves her address, and goes."""
    vera = cast.visitor()
    vera.open()
    vera.frame.get_by_label("Email").fill(address)
    vera.say("Do you have blue bowls?")
    expect(vera.lines().last).to_have_text("Do you have blue bowls?")
    expect(vera.frame.get_by_text("Sent")).to_be_visible()
    return vera


def at_the_talk(cast: Cast) -> Operator:
    olga = cast.operator()
    olga.view("Unassigned")
    olga.open("blue bowls")
    return olga


class TestByMail:
    def test_asked_left_answered_mailed_once_answered_seen(self, cast: Cast, post_office: PostOffice) -> None:
        vera = asked_and_left(cast, VERA)
        vera.page.goto("about:blank")
        olga = at_the_talk(cast)
        expect(olga.page.get_by_text("Goes by email if it is not read here")).to_be_attached()  # shown where there is room
        olga.say("We do, in two sizes.")
        letter = post_office.wait_for("Your question to", VERA)
        assert "We do, in two sizes." in words_of(letter) and "Do you have blue bowls?" in words_of(letter)
        assert "blue bowls" not in str(letter["Subject"])
        expect(olga.page.get_by_text(f"Sent to {VERA} by email")).to_be_visible()
        expect(olga.page.locator(".msg.out .by-mail")).to_have_count(1)

        post_office.answer(letter, "Two of the large ones, please.")
        expect(olga.lines().last).to_have_text("Two of the large ones, please.")
        expect(olga.page.locator(".came-by-mail").last).to_contain_text("By email")
        self._forged(olga, letter, post_office)
        assert len(post_office.letters_to(VERA)) == 1, "one letter, and none for what came by mail"
        self._comes_back(cast, vera)

    def _forged(self, olga: Operator, letter: object, post_office: PostOffice) -> None:
        """Somebody has the address, and is not who they say: it is shown, and marked."""
        forged = {"Authentication_Results": f"{AUTHSERV}; spf=fail; dmarc=fail header.from=example.com"}
        post_office.answer(letter, "Send the money to me instead.", **forged)  # type: ignore[arg-type]
        last = olga.page.locator(".came-by-mail").last
        expect(last).to_contain_text("The sender is not proven")
        assert problems(olga.page) == []
        pictures(olga.page, "by-mail-thread")
        last.get_by_role("button", name="Whole email").click()
        whole = olga.page.get_by_role("dialog", name="The whole email")
        expect(whole.locator("pre")).to_contain_text("> ")
        expect(whole).to_contain_text("DMARC fail")
        assert problems(olga.page) == []
        pictures(olga.page, "by-mail-whole")
        whole.get_by_role("button", name="Close").click()
        olga.page.set_viewport_size(PHONE)
        pictures(olga.page, "by-mail-phone")

    def _comes_back(self, cast: Cast, vera: Visitor) -> None:
        """In the chat everything stands in its place, and nothing of what was found out about senders."""
        vera.visit(cast.site.url + "/")
        vera.open()
        expect(vera.lines().filter(has_text="Two of the large ones, please.")).to_be_visible()
        expect(vera.frame.locator("body")).not_to_contain_text("proven")

    def test_a_copy_by_mail_and_as_a_file_and_a_rating_by_link(self, cast: Cast, post_office: PostOffice) -> None:
        vera = asked_and_left(cast, ALSO_VERA)
        olga = at_the_talk(cast)
        olga.say("We do, in two sizes.")
        expect(olga.page.locator(".msg.out .read")).to_be_visible()  # or the letter would ask, and not one of its own
        olga.page.get_by_role("button", name=re.compile("Done")).first.click()
        vera.frame.get_by_role("button", name="Email me a copy").click()
        expect(vera.frame.get_by_text(f"A copy is on its way to {ALSO_VERA}")).to_be_visible()
        pictures(vera.page, "copy")
        copy = post_office.wait_for("Your chat with", ALSO_VERA)
        assert "Do you have blue bowls?" in words_of(copy) and "We do, in two sizes." in words_of(copy)
        for button, start in (("as text", "Your chat with"), ("as a page", "<!doctype html>")):
            with vera.page.expect_download() as waiting:
                vera.frame.get_by_role("button", name=button).click()
            saved = waiting.value.path().read_text()
            assert saved.strip().startswith(start) and "We do, in two sizes." in saved
        vera.page.goto("about:blank")
        asks = post_office.wait_for("help you?", ALSO_VERA)
        (link,) = re.findall(r"http\S+/mail/rate/\S+", words_of(asks))
        vera.page.goto(link)
        assert problems(vera.page) == []
        pictures(vera.page, "rating-by-link")
        vera.page.get_by_role("radio", name="Not really").check()
        vera.page.get_by_label("Anything to add?").fill("Slow")
        vera.page.get_by_role("button", name="Send rating").click()
        expect(vera.page.get_by_text("Thank you for your rating.")).to_be_visible()
        expect(olga.page.get_by_text("rated the conversation")).to_be_visible()
