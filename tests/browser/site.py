"""A customer's website: a few pages from memory, on a port of its own, with the headers that a test gives it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """`pages` by path: their bodies; `headers` go with every page."""

    port: int = 0
    pages: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)  # the paths since `show`, and what for, where the browser says it

    @property
    def url(self) -> str:
        """The site as a developer's own machine shows it: another site than Parley's localhost."""
        return f"http://127.0.0.1:{self.port}"

    def show(self, pages: dict[str, str], headers: dict[str, str] | None = None) -> None:
        """From now on these pages, and no others."""
        self.pages = pages
        self.headers = headers or {}
        self.asked = []


def page(title: str, tag: str, *, more: str = "", nonce: str = "") -> str:
    """A page as a site owner writes it, with the tag at the end and a link to each of the shop's pages."""
    script = f'<script nonce="{nonce}"' if nonce else "<script"
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>
<h1>{title}</h1><p><a href="/">Shelf</a> <a href="/bowls">Bowls</a> <a href="/delivery">Delivery</a></p>{more}
{tag.replace("<script", script)}
</body></html>"""


def shop(tag: str) -> dict[str, str]:
    """Three pages to walk through."""
    return {"/": page("Shelf", tag), "/bowls": page("Bowls", tag), "/delivery": page("Delivery", tag)}


def tag_of(url: str, key: str) -> str:
    """The tag as the install page shows it."""
    return f'<script src="{url}/w/{key}.js" async></script>'


@contextmanager
def serve() -> Iterator[Site]:
    """Serve an empty site until the end."""
    site = Site()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, self.headers.get("Sec-Purpose", "")))
            body = site.pages.get(self.path.partition("?")[0], "").encode()
            self.send_response(200 if body else 204)
            if body:
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                for name, value in site.headers.items():
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
