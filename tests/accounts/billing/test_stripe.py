"""Stripe behind the gateway: the library talks to a server of ours that answers as Stripe's API is documented to."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from accounts.billing.gateway import CardFacts, Forged, Order, Outcome, Unreachable
from accounts.billing.gateways.signatures import sign
from accounts.billing.gateways.stripe import StripeGateway

SECRET = "whsec_of_a_test"  # good for nothing else
ORDER = Order(uuid.uuid4(), 11808, "EUR", "Parley Team", "http://localhost/back")
REFUSED = {"error": {"type": "card_error", "code": "card_declined", "message": "No."}}
CARD = {"brand": "visa", "exp_month": 4, "exp_year": 2031, "fingerprint": "abc"}


class Company:
    """What Stripe would say, by path, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, Any]]] = {}
        self.asked: list[tuple[str, dict[str, list[str]], str | None]] = []


@pytest.fixture
def company() -> Iterator[tuple[Company, StripeGateway]]:
    there = Company()

    class Api(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            there.asked.append((self.path, parse_qs(body), self.headers.get("Idempotency-Key")))
            status, said = there.answers.get(self.path, (500, {"error": {"type": "api_error"}}))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def do_GET(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            self.answer()

        def log_message(self, *_: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield there, StripeGateway("sk_test_of_a_test", SECRET, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()


class TestAsking:
    def test_the_page(self, company: tuple[Company, StripeGateway]) -> None:
        there, gateway = company
        there.answers["/v1/checkout/sessions"] = (200, {"object": "checkout.session", "id": "cs", "url": "https://checkout.stripe.com/x"})
        assert gateway.page_for(ORDER) == "https://checkout.stripe.com/x"
        ((_, asked, key),) = there.asked
        assert asked["line_items[0][price_data][unit_amount]"] == ["11808"] and key == f"page-{ORDER.key}"
        assert asked["payment_intent_data[metadata][key]"] == [str(ORDER.key)]

    def test_a_saved_card(self, company: tuple[Company, StripeGateway]) -> None:
        there, gateway = company
        there.answers["/v1/payment_intents"] = (200, {"object": "payment_intent", "id": "pi", "status": "succeeded"})
        assert gateway.charge(ORDER, "cus/pm") == Outcome("paid", "pi", "cus/pm")
        ((_, asked, key),) = there.asked
        assert (asked["customer"], asked["payment_method"], key) == (["cus"], ["pm"], str(ORDER.key))

    def test_refused_or_away(self, company: tuple[Company, StripeGateway]) -> None:
        there, gateway = company
        there.answers["/v1/payment_intents"] = (402, REFUSED)
        assert gateway.charge(ORDER, "cus/pm").state == "refused"
        there.answers.clear()
        with pytest.raises(Unreachable):
            gateway.charge(ORDER, "cus/pm")
        assert len({key for _, _, key in there.asked}) == 1, "asked again with the same key"

    def test_brand_and_expiry(self, company: tuple[Company, StripeGateway]) -> None:
        there, gateway = company
        there.answers["/v1/payment_methods/pm"] = (200, {"object": "payment_method", "id": "pm", "card": CARD})
        assert gateway.facts_of("cus/pm") == CardFacts("visa", "04/2031", "abc")
        there.answers["/v1/payment_methods/gone"] = (404, {"error": {"type": "invalid_request_error", "message": "No such card."}})
        assert gateway.facts_of("cus/gone") is None


class TestCallbacks:
    def body(self, kind: str, **intent: Any) -> bytes:
        said = {"id": "pi", "metadata": {"key": str(ORDER.key)}, "customer": "cus", "payment_method": "pm", **intent}
        return json.dumps({"id": "evt", "object": "event", "type": kind, "data": {"object": said}}).encode()

    def test_what_it_says(self, company: tuple[Company, StripeGateway]) -> None:
        _, gateway = company
        paid = self.body("payment_intent.succeeded")
        event = gateway.event_of(paid, sign(SECRET, paid))
        assert (event.id, event.key, event.outcome) == ("evt", ORDER.key, Outcome("paid", "pi", "cus/pm"))
        refused = self.body("payment_intent.payment_failed")
        assert gateway.event_of(refused, sign(SECRET, refused)).outcome == Outcome("refused", "pi")
        other = self.body("customer.created", metadata={})
        assert gateway.event_of(other, sign(SECRET, other)).key is None

    @pytest.mark.parametrize("at", [None, 1_000_000_000])
    def test_forged_or_old(self, company: tuple[Company, StripeGateway], at: int | None) -> None:
        body = self.body("payment_intent.succeeded")
        with pytest.raises(Forged):
            company[1].event_of(body, sign("another" if at is None else SECRET, body, at))
        with pytest.raises(Forged):
            company[1].event_of(body, "")
        with pytest.raises(Forged):
            StripeGateway("", "").event_of(body, sign("", body))
