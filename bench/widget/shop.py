"""A real page of somebody else's, `startbootstrap-shop-homepage`, served from an origin of its own with our one script tag at its end."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from launcher import places

PAGE = places.ROOT / "node_modules" / "startbootstrap-shop-homepage" / "dist"
TYPES = {".css": "text/css", ".js": "text/javascript", ".ico": "image/x-icon"}
# What the page asks of other companies' servers is not in its package, and no measurement waits for strangers: its pictures
# are here at once, in their size, and their scripts and sheets are left out.
PICTURE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='450' height='300'/>"
ELSEWHERE = re.compile(r'<(?:link|script)[^>]* (?:href|src)="https://[^>]*>(?:</script>)?')


def shop_page(tag: str) -> str:
    """The page with the tag where its own scripts stand; without one it is as it was."""
    text = (PAGE / "index.html").read_text(encoding="utf-8")
    text = ELSEWHERE.sub("", re.sub(r'src="https://dummyimage[^"]*"', f'src="{PICTURE}"', text))
    assert "https://" not in text, "the page asks nobody but us"
    return text.replace("</body>", f"{tag}\n</body>")


@contextmanager
def shop(tag: str) -> Iterator[str]:
    """Serve `/`, the page with the tag, and `/bare`, the page without it. Gives the origin."""
    pages = {"/": shop_page(tag), "/bare": shop_page("")}

    class Pages(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            file = (PAGE / path.lstrip("/")).resolve()
            if path in pages:
                self._give(pages[path].encode(), "text/html; charset=utf-8")
            elif file.is_file() and PAGE.resolve() in file.parents:
                self._give(file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream"))
            else:
                self.send_error(404)

        def _give(self, body: bytes, kind: str) -> None:
            packed = gzip.compress(body, 6)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
