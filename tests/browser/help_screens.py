"""Every screen of the help centre: written in the panel, read on its own pages and in the chat, and sent by an operator."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.screens import Walk

TITLE, TOPIC = "Is the ash glaze dishwasher safe?", "Care and glaze"
ASKS = "Can my plates go into the dishwasher?"
BODY = """Yes, every day. See [the kiln](https://acme.example/kiln).

## How to keep it matte

- Use the lower rack.

> [!NOTE]
> Gold rims are different.

```
60 °C
```

## What each piece can take

| Piece | Oven |
| --- | --- |
| Plates | To 180 °C |
"""


def walk_help(walk: Walk) -> None:
    """All of it, from nothing on."""
    home = _written(walk)
    _pages(walk, home)
    _in_the_chat(walk)


def _written(walk: Walk) -> str:
    """The panel's side; where the help centre begins."""
    page, place = walk.olga.page, f"{walk.panel}/settings/help/"
    page.goto(place)
    walk.look("help-empty", page)
    for name in (TOPIC, "Delivery"):
        if not page.get_by_label("Name", exact=True).first.is_visible():
            page.get_by_text("Add a topic", exact=True).click()
        page.locator("#new-topic").get_by_label("Name", exact=True).fill(name)
        page.get_by_role("button", name="Add topic").click()
        expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    page.get_by_role("link", name="New article").click()
    walk.look("help-new-article", page)
    page.get_by_label("Title").fill(TITLE)
    page.get_by_role("textbox", name="Article").fill(BODY)
    expect(page.locator("[data-body] h2").first).to_be_visible()
    page.locator("header").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published. Readers see it within a minute.")).to_be_visible()
    walk.look("help-article-editor", page)
    href = str(page.get_by_role("main").get_by_role("link", name="See it").get_attribute("href"))
    home = href.removesuffix("is-the-ash-glaze-dishwasher-safe/")
    page.goto(place)
    walk.look("help-list", page)
    page.get_by_role("navigation", name="Which articles").get_by_role("link", name=TOPIC).click()
    page.get_by_text("Delivery", exact=True).last.click()
    walk.look("help-list-of-a-topic", page)
    return home


def _pages(walk: Walk, home: str) -> None:
    """What everybody can read."""
    page: Page = walk.cast.stranger(color_scheme="light").page
    for name, rest in (
        ("help-home", ""),
        ("help-topic", "topics/care-and-glaze/"),
        ("help-article", "is-the-ash-glaze-dishwasher-safe/"),
        ("help-found", "search/?q=plates"),
        ("help-nothing-found", "search/?q=zebra"),
    ):
        page.goto(f"{home}{rest}")
        walk.look(name, page)
    page.goto(home)
    page.get_by_role("searchbox").fill("dishwasher")
    expect(page.locator(".found a")).to_have_count(1)
    walk.look("help-while-typing", page)
    page.context.close()


def _in_the_chat(walk: Walk) -> None:
    """Found, read, suggested; chosen by Olga, and the card on both sides."""
    olga, vera = walk.olga, walk.arrive()
    chat = vera.frame
    chat.get_by_role("button", name="Help").click()
    chat.get_by_role("button", name=TITLE).wait_for()
    walk.look("chat-help", vera)
    chat.get_by_role("searchbox").fill("zebra")
    chat.get_by_text("Nothing found. A person knows more.").wait_for()
    walk.look("chat-help-nothing-found", vera)
    chat.get_by_role("searchbox").fill("dishwasher")
    chat.get_by_role("button", name=TITLE).click()
    chat.get_by_role("heading", name="How to keep it matte").wait_for()
    walk.look("chat-help-article", vera)
    chat.get_by_role("button", name="Back to help").click()
    chat.get_by_role("button", name="Back to home").click()
    chat.get_by_role("button", name="Messages").click()
    vera.box().fill(ASKS)
    chat.get_by_role("region", name="This may answer it").wait_for()
    walk.look("chat-help-suggested", vera)
    vera.box().press("Enter")
    expect(vera.lines()).to_have_count(1)
    olga.page.goto(f"{walk.panel}/inbox/")
    olga.view("All")
    olga.open(ASKS)
    olga.page.get_by_role("button", name="Article", exact=True).click()
    line = olga.page.get_by_role("dialog").get_by_role("button", name=TITLE)
    line.wait_for()
    walk.look("help-article-to-send", olga.page)
    line.click()
    olga.page.get_by_role("button", name="Send", exact=False).last.click()
    expect(olga.page.locator(".article-card")).to_contain_text("Yes, every day.")
    walk.look("help-card-in-the-thread", olga.page)
    card = chat.locator(".help-card")
    expect(card).to_contain_text("Yes, every day.")
    walk.look("chat-help-card", vera)
    card.click()
    chat.get_by_role("button", name="Back to Olga").wait_for()
    walk.look("chat-help-card-opened", vera)
