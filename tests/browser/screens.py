"""A walk through every screen of a customer's: who walks, and how each screen is looked at.

Both themes need no walk of their own: panel and widget follow the device while they are open.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Frame, Page

from tests.browser.people import Cast, Operator, Visitor
from tests.browser.test_for_everybody import chat_of

# A name, the page it is on, and the chat's own document where the chat is open; on a page of its own that is the page itself.
Look = Callable[[str, Page, Frame | None], None]


class Walk:
    """A customer's Olga, a visitor Vera, and who looks. `names` are the states that were looked at."""

    def __init__(self, cast: Cast, look: Look) -> None:
        self.cast, self._look = cast, look
        self.names: list[str] = []
        self.olga: Operator = cast.operator()
        self.panel = f"{cast.parley.url}/panel/{cast.customer.project}"

    def look(self, name: str, vera: Visitor | Page, *, closed: bool = False) -> None:
        """Look at Vera's page with its chat, at the page alone while the chat is closed, or at a page that is all chat."""
        self.names.append(name)
        if isinstance(vera, Page):
            self._look(name, vera, vera.main_frame)
        else:
            self._look(name, vera.page, None if closed else chat_of(vera))

    def arrive(self, **options: Any) -> Visitor:
        """Somebody new, at the first screen of the chat."""
        vera = self.cast.visitor(color_scheme="light", **options)
        vera.page.locator("parley-chat button[aria-expanded]").click()
        vera.frame.locator("main").wait_for()
        return vera

    def set_up(self, path: str, fill: Callable[[Page], object], save: str) -> None:
        """Change a page of the settings, and give the inbox back."""
        settings = self.olga.context.new_page()
        settings.goto(f"{self.panel}/settings/{path}/")
        fill(settings)
        settings.get_by_role("button", name=save).first.click()
        settings.get_by_role("status").filter(has_text="Saved.").wait_for()
        settings.close()
