"""The card page as it runs: a process of its own, from the typed number to the callback; and no number anywhere (BIL1, BIL2)."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from accounts.billing.gateway import Event, Forged, Order
from accounts.billing.gateways.card_page import CardPageGateway
from tests.boot import ROOT
from tests.ids import without_ids
from tests.launcher.waiting import wait_for
from tests.ports import free_port

NUMBER, REFUSED = "4242424242424242", "4000000000000002"
SECRET = "the secret of a test"  # good for nothing else


@dataclass
class House:
    """A running card page, and what it called back."""

    gateway: CardPageGateway
    port: int
    kept: Path
    heard: list[tuple[bytes, str]] = field(default_factory=list)

    def order(self, back: str = "http://localhost/back") -> Order:
        return Order(uuid.uuid4(), 11808, "EUR", "Parley Team <b>", back)

    def get(self, url: str) -> tuple[int, str]:
        return self._ask("GET", url, None)[:2]

    def type(self, order: Order, number: str, expires: str = "04/31") -> tuple[int, str, str]:
        query = parse_qs(urlsplit(self.gateway.page_for(order)).query)
        body = urlencode({**{name: values[0] for name, values in query.items()}, "number": number, "expires": expires, "code": "123"})
        return self._ask("POST", "/pay", body)

    def _ask(self, method: str, url: str, body: str | None) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("localhost", self.port, timeout=10)
        parts = urlsplit(url)
        line.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body)
        answer = line.getresponse()
        found = answer.status, answer.read().decode(), answer.headers.get("Location") or ""
        line.close()
        return found

    def events(self) -> list[Event]:
        return [self.gateway.event_of(*one) for one in self.heard]


@pytest.fixture(scope="class")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    heard: list[tuple[bytes, str]] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append((self.rfile.read(int(self.headers["Content-Length"])), self.headers["Signature"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return None

    ear = HTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=ear.serve_forever, args=(0.02,), daemon=True).start()
    port, kept = free_port(), tmp_path_factory.mktemp("cards") / "cards.json"
    argv = [sys.executable, "-m", "accounts.billing.card_page", "--port", str(port)]
    argv += ["--callback", f"http://127.0.0.1:{ear.server_port}/", "--kept", str(kept)]
    process = subprocess.Popen(argv, cwd=ROOT, env={"PARLEY_CARD_PAGE_SECRET": SECRET}, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    there = House(CardPageGateway(f"http://localhost:{port}", SECRET), port, kept, heard)
    wait_for(lambda: _ready(there), "the card page")
    yield there
    process.terminate()
    process.wait()
    ear.shutdown()
    ear.server_close()


def _ready(house: House) -> bool:
    try:
        return house.get("/ready")[0] == 200
    except OSError:
        return False


@pytest.fixture(autouse=True)
def quiet(house: House) -> None:
    house.heard.clear()


class TestTheCardPage:
    def test_a_card_is_typed_and_parley_hears_of_it(self, house: House) -> None:
        order = house.order()
        assert "Parley Team &lt;b&gt;" in house.get(house.gateway.page_for(order))[1]
        assert house.type(order, "4242 4242 4242 4242")[::2] == (303, "http://localhost/back")
        (event,) = house.events()
        assert (event.key, event.outcome.state) == (order.key, "paid")
        facts = house.gateway.facts_of(event.outcome.card)
        assert facts and (facts.brand, facts.expires) == ("Visa", "04/2031")
        assert house.gateway.facts_of("card_unknown") is None

    def test_the_same_number_has_the_same_fingerprint(self, house: House) -> None:
        for number in (NUMBER, NUMBER, "5555555555554444"):
            house.type(house.order(), number)
        prints = [facts.fingerprint for event in house.events() if (facts := house.gateway.facts_of(event.outcome.card))]
        assert prints[0] == prints[1] != prints[2]

    def test_refused_and_then_another_card(self, house: House) -> None:
        order = house.order()
        status, page, _ = house.type(order, REFUSED)
        assert status == 200 and "refused this card" in page and REFUSED not in page
        assert house.type(order, NUMBER)[0] == 303
        assert [event.outcome.state for event in house.events()] == ["refused", "paid"]

    @pytest.mark.parametrize(("number", "expires"), [("4242424242424241", "04/31"), ("x", "04/31"), (NUMBER, "13/31"), (NUMBER, "")])
    def test_what_is_no_card_goes_nowhere(self, house: House, number: str, expires: str) -> None:
        assert 'role="alert"' in house.type(house.order(), number, expires)[1]
        assert house.heard == []

    def test_a_charge_is_made_once_a_key(self, house: House) -> None:
        house.type(house.order(), NUMBER)
        card, order = house.events()[0].outcome.card, house.order()
        assert len({house.gateway.charge(order, card) for _ in range(20)}) == 1
        assert house.gateway.charge(house.order(), "card_unknown").state == "refused"

    def test_nobody_else_says_what_is_paid(self, house: House) -> None:
        forged = CardPageGateway(house.gateway.origin, "another secret")
        assert house.get(forged.page_for(house.order()))[0] == 404
        house.type(house.order(), NUMBER)
        with pytest.raises(Forged):
            forged.event_of(*house.heard[0])
        with pytest.raises(Forged):
            house.gateway.event_of(house.heard[0][0].replace(b"paid", b"Paid"), house.heard[0][1])

    def test_no_number_is_kept_or_told(self, house: House) -> None:
        house.type(house.order(), NUMBER)
        words = house.kept.read_text() + "".join(body.decode() for body, _ in house.heard)
        assert "card_" in words and not re.search(r"\d{12,19}(?![0-9a-f])", without_ids(words))
        assert house.kept.stat().st_mode & 0o077 == 0
