"""What an operator works with, over one conversation and over many: walked by whoever looks at it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.screens import Walk

REPLIES = (
    ("ship-fr", "Yes, we ship to France. It takes 4 working days and is free above €90, {{visitor.first_name|dear visitor}}."),
    ("ship-late", "I am sorry the parcel is late. I have asked the courier and write to you as soon as they answer."),
)


def walk_work(walk: Walk) -> None:
    """The menus over a conversation, the composer's lists, the list's filter, and what the settings prepare."""
    page = walk.olga.page
    _prepared(walk)
    page.goto(f"{walk.panel}/inbox/")
    walk.olga.view("All")
    walk.olga.row("our table").first.click()
    page.locator(".side .facts").first.wait_for()
    _menus(walk, page)
    _composer(walk, page)
    _lines(walk, page)
    _list(walk, page)
    _all_projects(walk, page)


def _prepared(walk: Walk) -> None:
    page = walk.olga.page
    for shortcut, words in REPLIES:
        page.goto(f"{walk.panel}/settings/replies/")
        page.get_by_label("Shortcut").fill(shortcut)
        page.get_by_label("Words").fill(words)
        page.get_by_role("button", name="Add reply").click()
        page.get_by_role("status").wait_for()
    walk.look("replies", page)
    page.get_by_role("link", name="Change ship-fr").click()
    walk.look("reply-changing", page)
    page.goto(f"{walk.panel}/settings/replies/macros/")
    page.get_by_label("Name").fill("Sold out, with regret")
    page.get_by_label("Says").fill("I am sorry, that one is gone. May I tell you when it is back?")
    page.get_by_label("Gives the tags").fill("restock")
    page.get_by_label("Afterwards").select_option(label="It is put off until they write")
    page.get_by_role("button", name="Add macro").click()
    page.get_by_role("status").wait_for()
    walk.look("macros", page)
    for name, colour in (("pre-sale", "Amber"), ("dinner sets", "Petrol")):
        page.goto(f"{walk.panel}/settings/replies/tags/")
        page.get_by_label("Name").fill(name)
        page.get_by_label(colour).check()
        page.get_by_role("button", name="Add tag").click()
        page.get_by_role("status").wait_for()
    walk.look("tags", page)


def _menus(walk: Walk, page: Page) -> None:
    for name, button in (("put-off", "Put off"), ("more", "More"), ("assign", re.compile("^Assign"))):
        page.get_by_role("button", name=button, exact=isinstance(button, str)).first.click()
        page.locator(".menu .search input:focus").wait_for()
        walk.look(f"menu-{name}", page)
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Tag", exact=True).click()
    page.get_by_role("combobox", name="Find a tag").fill("pre")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take the tag pre-sale away").wait_for()
    page.get_by_role("combobox", name="Find a tag").fill("gi")
    walk.look("menu-tags", page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Go to anything").fill("re")
    walk.look("palette", page)
    page.keyboard.press("Escape")


def _composer(walk: Walk, page: Page) -> None:
    walk.olga.composer().fill("/ship")
    page.get_by_role("option", name="/ship-fr").wait_for()
    walk.look("canned", page)
    page.get_by_role("button", name="Change…").click()
    page.get_by_role("dialog").wait_for()
    walk.look("prepare", page)
    page.keyboard.press("Escape")
    walk.olga.composer().fill("")
    page.get_by_role("button", name="Private note").click()
    walk.olga.composer().press_sequentially("@o")
    page.get_by_role("option", name="Oscar Operator").wait_for()
    walk.look("mention", page)
    walk.olga.composer().fill("@Oscar, @visitor would like the blue ones")
    walk.olga.composer().press("Enter")
    page.get_by_role("alert").wait_for()
    walk.look("guard", page)
    page.get_by_role("button", name="Add the note").click()
    page.locator(".mention").wait_for()


def _lines(walk: Walk, page: Page) -> None:
    line = page.locator("li.msg:not(.out)", has_text="our table").first
    line.hover()
    line.get_by_role("button", name="Answer this line").click()
    page.locator(".quoting").wait_for()
    walk.look("quoting", page)
    walk.olga.say("It looks lovely on it")
    answer = page.locator("li.msg.out").filter(has_text="It looks lovely on it")
    answer.locator(".quote").wait_for()
    expect(answer).not_to_have_class(re.compile("sending"))
    answer.hover()
    answer.get_by_role("button", name="Correct").click()
    page.get_by_role("textbox", name="Correct").wait_for()
    walk.look("correcting", page)
    page.get_by_role("button", name="Leave it").click()


def _list(walk: Walk, page: Page) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    menu = page.get_by_role("dialog", name="Filter")
    menu.get_by_label("Tag").select_option("pre-sale")
    expect(walk.olga.rows()).to_have_count(1)
    menu.get_by_role("textbox", name="Name of the view").fill("Pre-sale")
    walk.look("filter", page)
    menu.get_by_role("button", name="Keep as a view").click()
    page.get_by_role("button", name="Pre-sale 1").wait_for()
    expect(menu).to_have_count(0)
    page.get_by_role("button", name="Filter, 1 set").click()
    page.get_by_role("button", name="Choose several…").click()
    page.get_by_role("button", name="All that are shown").click()
    walk.look("choosing-several", page)
    page.get_by_role("group", name="With those that are ticked").get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Pre-sale 1").click()


def _all_projects(walk: Walk, page: Page) -> None:
    page.goto(f"{walk.cast.parley.url}/panel/projects/new/")
    page.get_by_label("Project name").fill("Outlet")
    page.get_by_label("Site address").fill("outlet.example")
    page.get_by_role("button", name="Add project").click()
    page.get_by_role("link", name="Go to the inbox").wait_for()
    page.goto(f"{walk.panel}/inbox/")
    walk.olga.view("All")
    page.get_by_role("button", name=re.compile("^Acme")).click()
    page.get_by_role("button", name="All projects in one list").click()
    page.locator(".everywhere .of-project").first.wait_for()
    walk.look("all-projects", page)
    page.get_by_role("button", name=re.compile("^Acme")).click()
    page.get_by_role("button", name="This project alone").click()
