"""The sockets of a person's tabs, as the browser sees them come and go; and tabs that fall asleep."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Frame, Page, WebSocket


class Lines:
    """Counts the open sockets of each page that is followed from its beginning."""

    def __init__(self) -> None:
        self.open: list[tuple[Page, WebSocket]] = []

    def follow(self, page: Page) -> Page:
        page.on("websocket", lambda socket: self._meet(page, socket))
        return page

    def _meet(self, page: Page, socket: WebSocket) -> None:
        line = (page, socket)
        self.open.append(line)
        socket.on("close", lambda _: self.open.remove(line))

    def holders(self) -> list[Page]:
        """The pages that have a socket now; what a closed page left is forgotten."""
        return [page for page, _ in self.open if not page.is_closed()]


class Asleep:
    """A tab, or a frame of another site, in which nothing runs and what it is told waits. Chromium itself freezes no page under test."""

    def __init__(self, page: Page, part: Page | Frame) -> None:
        self.session = page.context.new_cdp_session(part)
        self.session.send("Debugger.enable")
        self.session.send("Debugger.pause")

    def wake(self) -> None:
        """Somebody looks at it again."""
        self.session.send("Debugger.disable")


def until(condition: Callable[[], bool], page: Page, within_ms: int = 10_000) -> None:
    """Wait until `condition()` holds, while the browser's events come in through `page`."""
    left = within_ms
    while not condition():
        assert left > 0, "it did not come to that"
        page.wait_for_timeout(20)
        left -= 20
