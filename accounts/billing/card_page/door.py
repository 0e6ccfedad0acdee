"""The card page's doors: the page itself for people, and two for Parley's server, which signs what it asks."""

from __future__ import annotations

import base64
import json
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from accounts.billing.card_page import page
from accounts.billing.card_page.company import Company
from accounts.billing.card_page.numbers import cleaned, expiry
from accounts.billing.gateways.signatures import is_signed

AT_MOST = 20_000
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action *; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Door(BaseHTTPRequestHandler):
    """`company` is set by who opens it."""

    company: Company
    server_version, sys_version = "CardPage", ""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/ready":
            return self._say(200, "text/plain", "ready")
        if address.path == "/page.css":
            return self._say(200, "text/css", page.STYLE)
        asked = parse_qs(address.query)
        order = self._order(asked)
        if address.path != "/pay" or order is None:
            return self._say(404, "text/plain", "There is nothing here.")
        return self._say(200, "text/html", page.form(order, asked))

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), AT_MOST))
        if self.path == "/pay":
            return self._pay(parse_qs(body.decode(errors="replace")))
        if not is_signed(self.company.secret, body, self.headers.get("Signature", "")):
            return self._say(403, "application/json", "{}")
        return self._serve(json.loads(body))

    def _serve(self, asked: dict[str, Any]) -> None:
        """Parley's server asks: for a card, or to charge one."""
        if self.path == "/charges":
            answer: Any = self.company.charge(asked["key"], asked["amount"], asked["currency"], asked["card"])
        else:
            answer = self.company.card(self.path.removeprefix("/cards/"))
        return self._say(404 if answer is None else 200, "application/json", json.dumps(answer))

    def _pay(self, typed: dict[str, list[str]]) -> None:
        """A person has typed a card: charge it, tell Parley, and send them back."""
        order = self._order(typed)
        if order is None:
            return self._say(404, "text/plain", "There is nothing here.")
        number, expires = cleaned(_one(typed, "number")), expiry(_one(typed, "expires"))
        if number is None or expires is None:
            return self._say(200, "text/html", page.form(order, typed, wrong="number" if number is None else "expires"))
        token = self.company.keep(number, expires)
        charge = self.company.charge(order["key"], order["amount"], order["currency"], token)
        self.company.tell(order["key"], charge)
        if charge["state"] == "refused":
            return self._say(200, "text/html", page.form(order, typed, wrong="refused"))
        return self._say(303, "text/plain", "", {"Location": order["back"]})

    def _order(self, asked: dict[str, list[str]]) -> dict[str, Any] | None:
        """What is to be paid, signed by Parley; None for anything else."""
        try:
            said = base64.urlsafe_b64decode(_one(asked, "order"))
        except ValueError:
            return None
        if not is_signed(self.company.secret, said, _one(asked, "signature")):
            return None
        order: dict[str, Any] = json.loads(said)
        return order

    def _say(self, status: int, kind: str, words: str, more: dict[str, str] | None = None) -> None:
        body = words.encode()
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a line of a log is a place where a number could end."""


def _one(fields: dict[str, list[str]], name: str) -> str:
    return fields.get(name, [""])[0]
