"""The tools of an operator, each used once in a working hour."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.crowd import Crowd
from tests.browser.hour_world import ARTICLE, SECOND
from tests.browser.people import Cast, Operator, Visitor
from tests.browser.test_reports import figure
from tests.launcher.waiting import wait_for

GUESTS = [f"Guest {number:02}" for number in range(1, 21)]  # by socket
FOLLOWED_S = 60  # a busy machine's worker


@dataclass
class Hour:
    """Who works, and who asks. What is done here is done by Olga, whose tab is weighed."""

    cast: Cast
    crowd: Crowd
    olga: Operator
    oscar: Operator
    nina: Operator

    @property
    def page(self) -> Page:
        return self.olga.page

    @property
    def team(self) -> tuple[Operator, ...]:
        return (self.olga, self.oscar, self.nina)

    def at(self, name: str) -> None:
        """Open somebody's conversation."""
        go_to(self.olga, name)

    def letter(self, key: str) -> None:
        """A shortcut: outside of what is being written."""
        self.page.locator(".thread-h h1").click()
        self.page.keyboard.press(key)

    def choose(self, field: str, words: str, line: str) -> None:
        """Find a line in the open menu, and take it."""
        self.page.get_by_role("combobox", name=field).fill(words)
        expect(self.page.get_by_role("option", name=line).first).to_be_visible()
        self.page.keyboard.press("Enter")

    def act(self, words: str, line: str) -> None:
        """Something of the menu *More*."""
        self.page.get_by_role("button", name="More", exact=True).click()
        self.choose("Find an action", words, line)

    def palette(self, words: str, line: str) -> None:
        self.page.keyboard.press("Control+k")
        self.choose("Go to anything", words, line)

    def told(self, words: str) -> Locator:
        return self.page.locator(".toast").filter(has_text=words)

    def named(self, name: str, path: str = "/") -> Visitor:
        """Somebody in a real page, who says who they are and asks."""
        visitor = self.cast.visitor(path)
        visitor.open()
        visitor.page.evaluate("name => window.parley('identify', { name })", name)
        visitor.say(f"Anybody there for {name}?")
        return visitor


def go_to(operator: Operator, name: str) -> None:
    operator.row(name).click()
    expect(operator.page.locator(".thread-h h1")).to_have_text(name)
    expect(operator.composer()).to_be_visible()


def _tags_and_priority(hour: Hour) -> None:
    for name in GUESTS[:2]:
        hour.at(name)
        hour.letter("t")
        hour.choose("Find a tag", "pre-sale", "pre-sale")
        expect(hour.page.get_by_role("button", name="Take the tag pre-sale away")).to_be_visible()
        hour.page.keyboard.press("Escape")
    hour.act("urgent", "Priority: Urgent")
    expect(hour.olga.row(GUESTS[1]).get_by_text("Urgent")).to_be_visible()


def _canned_reply_and_macro(hour: Hour) -> None:
    name = GUESTS[2]
    hour.at(name)
    hour.palette("write a canned", "Write a canned reply")
    prepare = hour.page.get_by_role("dialog", name="Canned replies")
    prepare.get_by_label("Shortcut").fill("hi")
    prepare.get_by_label("Words").fill("Hello {{visitor.first_name|there}}")
    prepare.get_by_role("button", name="Add reply").click()
    expect(prepare.get_by_text("/hi")).to_be_visible()
    hour.page.keyboard.press("Escape")
    hour.olga.composer().fill("/h")
    expect(hour.page.get_by_role("option", name="/hi")).to_be_visible()
    hour.page.keyboard.press("Tab")
    expect(hour.olga.composer()).to_have_value("Hello Guest")
    hour.page.keyboard.press("Enter")
    hour.crowd.hears(name, "Hello Guest")
    hour.act("goodbye", "Goodbye")
    hour.crowd.hears(name, "Have a good day")
    expect(hour.page.get_by_role("button", name="Reopen")).to_be_visible()


def _snooze_until_a_reply_and_unread(hour: Hour) -> None:
    hour.at(GUESTS[3])
    hour.letter("h")
    expect(hour.page.get_by_role("option", name="Until they write")).to_be_visible()
    hour.page.keyboard.press("ArrowUp")
    hour.page.keyboard.press("Enter")
    expect(hour.olga.row(GUESTS[3])).to_contain_text("Back when they write")
    hour.crowd.say(GUESTS[3], "And to Iceland?")
    expect(hour.olga.row(GUESTS[3])).to_contain_text("And to Iceland?")
    expect(hour.olga.row(GUESTS[3])).not_to_contain_text("Back when they write")
    hour.at(GUESTS[4])
    hour.letter("u")
    expect(hour.olga.row(GUESTS[4]).locator(".count")).to_be_visible()


def _assign_with_a_note(hour: Hour) -> None:
    hour.at(GUESTS[5])
    hour.letter("a")
    hour.page.get_by_label("Note for whoever gets it").fill("You know the glaze")
    hour.choose("Find a person", "Oscar", "Oscar Operator")
    expect(hour.page.get_by_role("button", name="Assigned to Oscar Operator")).to_be_visible()
    go_to(hour.oscar, GUESTS[5])
    expect(hour.oscar.lines()).to_have_text(["Do you ship to Norway?", "You know the glaze"])


def _mention(hour: Hour) -> None:
    hour.at(GUESTS[6])
    hour.page.get_by_role("button", name="Private note").click()
    hour.olga.composer().press_sequentially("Ask @ni")
    expect(hour.page.get_by_role("option", name="Nina Night")).to_be_visible()
    hour.page.keyboard.press("Enter")
    expect(hour.olga.composer()).to_have_value("Ask @Nina ")
    hour.olga.composer().press_sequentially("please")
    hour.page.keyboard.press("Enter")
    expect(hour.page.locator(".mention")).to_have_text("@Nina")
    go_to(hour.nina, GUESTS[6])
    expect(hour.nina.page.locator(".mention.me")).to_have_text("@Nina")


def _filter_view_and_many_at_once(hour: Hour) -> None:
    page = hour.page
    page.get_by_role("button", name="Filter", exact=True).click()
    menu = page.get_by_role("dialog", name="Filter")
    menu.get_by_label("Tag").select_option("pre-sale")
    expect(hour.olga.rows()).to_have_count(2)
    menu.get_by_role("textbox", name="Name of the view").fill("Pre-sale")
    menu.get_by_role("button", name="Keep as a view").click()
    view = page.get_by_role("button", name="Pre-sale 2")
    expect(view).to_have_attribute("aria-pressed", "true")
    expect(menu).to_have_count(0)
    mine = page.get_by_role("group", name="View").get_by_role("button", name="Mine")
    had = mine.inner_text()
    tick_all(hour)
    page.get_by_role("group", name="With those that are ticked").get_by_role("button", name="Take over").click()
    told = hour.told("2 conversations changed")
    expect(told).to_be_visible()
    expect(mine).not_to_have_text(had)
    told.get_by_role("button", name="Undo").click()
    expect(mine).to_have_text(had)
    view.click()
    expect(hour.olga.rows()).to_have_count(len(GUESTS) + 1)


def tick_all(hour: Hour) -> None:
    hour.page.get_by_role("button", name=re.compile("^Filter")).first.click()
    hour.page.get_by_role("button", name="Choose several…").click()
    hour.page.get_by_role("button", name="All that are shown").click()


def _merge_and_unmerge(hour: Hour) -> None:
    one, other = GUESTS[7], GUESTS[8]
    hour.at(one)
    hour.act("merge", "Merge into another conversation…")
    hour.choose("Merge into", other, other)
    expect(hour.page.locator(".thread-h h1")).to_have_text(other)
    hour.page.locator(".earlier").get_by_role("button", expanded=False).click()
    hour.page.locator(".earlier").get_by_role("button", name="Take apart").click()
    expect(hour.page.locator(".earlier")).to_have_count(0)
    hour.at(one)
    expect(hour.page.get_by_role("button", name="Done", exact=True)).to_be_visible()


def _draft_and_guard(hour: Hour) -> None:
    name = GUESTS[9]
    hour.at(name)
    hour.olga.composer().fill("Half a thought")
    hour.at(GUESTS[10])
    expect(hour.olga.row(name)).to_contain_text("Draft: Half a thought")
    hour.at(name)
    expect(hour.olga.composer()).to_have_value("Half a thought")
    go_to(hour.oscar, name)
    hour.oscar.say("Yes, to Norway")
    hour.crowd.hears(name, "Yes, to Norway")
    expect(hour.olga.lines().last).to_have_text("Yes, to Norway")
    hour.olga.composer().press("Enter")
    expect(hour.page.get_by_role("alert")).to_contain_text("Oscar answered meanwhile")
    hour.page.get_by_role("button", name="Send anyway").click()
    hour.crowd.hears(name, "Half a thought")


def _search_and_shortcuts(hour: Hour) -> None:
    hour.crowd.say(GUESTS[11], "My xylophone glaze is crazing")
    # The follower is some seconds behind the timeline: asked again until it has filed the line.
    wait_for(lambda: hour.olga.search("xylofone").count() == 1, "the words to be found", within_s=FOLLOWED_S)
    hour.page.locator("a.found").click()
    expect(hour.page.locator(".feed .sought")).to_be_in_viewport()
    hour.page.get_by_label("Search conversations and messages").press("Escape")
    hour.letter("?")
    expect(hour.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    hour.page.keyboard.press("Escape")


def _article_card(hour: Hour) -> None:
    hour.at(GUESTS[12])
    hour.page.get_by_role("button", name="Article", exact=True).click()
    hour.page.get_by_role("dialog").get_by_role("button", name=ARTICLE).click()
    hour.olga.composer().press("Enter")
    expect(hour.page.locator(".article-card")).to_have_text(re.compile(f"^{re.escape(ARTICLE)}Yes. Our ash glaze"))


def all_projects(hour: Hour) -> None:
    acme = hour.page.get_by_role("button", name=re.compile("^Acme"))
    acme.click()
    hour.page.get_by_role("button", name="All projects in one list").click()
    expect(hour.page.locator(".everywhere .of-project")).not_to_have_count(0)
    acme.click()
    hour.page.get_by_role("button", name="This project alone").click()
    hour.palette(SECOND, SECOND)
    expect(hour.page.get_by_role("button", name=re.compile(f"^{SECOND}"))).to_be_visible()
    hour.palette("Acme", "Acme")
    expect(acme).to_be_visible()
    expect(hour.olga.row(GUESTS[0])).to_be_visible()


def _reports_board_and_paper(hour: Hour) -> None:
    beside = hour.olga.context.new_page()
    beside.goto(f"{hour.cast.parley.url}/panel/{hour.cast.customer.project}/reports/")
    expect(beside.get_by_role("heading", name="Reports", level=1)).to_be_visible()
    beside.get_by_role("link", name="Live board").click()
    expect(figure(beside, "Open")).to_contain_text(re.compile("[1-9]"))
    beside.close()
    hour.at(GUESTS[13])
    with hour.olga.context.expect_page() as opened:
        hour.act("print", "Print, save as PDF or text")
    expect(opened.value.get_by_text("Do you ship to Norway?")).to_be_visible()
    opened.value.close()


TOOLS: list[Callable[[Hour], None]] = [
    _tags_and_priority,
    _canned_reply_and_macro,
    _snooze_until_a_reply_and_unread,
    _assign_with_a_note,
    _mention,
    _filter_view_and_many_at_once,
    _merge_and_unmerge,
    _draft_and_guard,
    _search_and_shortcuts,
    _article_card,
    all_projects,
    _reports_board_and_paper,
]
