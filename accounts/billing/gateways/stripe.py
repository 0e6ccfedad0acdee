"""Stripe behind the gateway: its hosted page takes the number, we keep the token."""

from __future__ import annotations

import json
import uuid
from typing import Any

import stripe

from accounts.billing.gateway import TIMEOUT_S, CardFacts, Event, Forged, Order, Outcome, State, Unreachable

_STATES: dict[str, State] = {"payment_intent.succeeded": "paid", "payment_intent.payment_failed": "refused"}
_TRIES = 2


class StripeGateway:
    """`api` is another address of Stripe's API, for tests."""

    name = "stripe"

    def __init__(self, key: str, callback_secret: str, api: str | None = None) -> None:
        self._client = stripe.StripeClient(
            key,
            http_client=stripe.RequestsClient(timeout=TIMEOUT_S),
            max_network_retries=_TRIES,
            base_addresses={"api": api} if api else {},
        )
        self._secret = callback_secret

    def page_for(self, order: Order) -> str:
        intent: Any = {"metadata": {"key": str(order.key)}, "setup_future_usage": "off_session"}
        price: Any = {"currency": order.currency.lower(), "unit_amount": order.amount, "product_data": {"name": order.words}}
        try:
            session = self._client.v1.checkout.sessions.create(
                {
                    "mode": "payment",
                    "success_url": order.back,
                    "cancel_url": order.back,
                    "customer_creation": "always",
                    "line_items": [{"quantity": 1, "price_data": price}],
                    "payment_intent_data": intent,
                },
                {"idempotency_key": f"page-{order.key}"},
            )
        except stripe.StripeError:
            raise Unreachable() from None
        return session.url or ""

    def charge(self, order: Order, card: str) -> Outcome:
        customer, _, method = card.partition("/")
        try:
            intent = self._client.v1.payment_intents.create(
                {
                    "amount": order.amount,
                    "currency": order.currency.lower(),
                    "customer": customer,
                    "payment_method": method,
                    "off_session": True,
                    "confirm": True,
                    "metadata": {"key": str(order.key)},
                },
                {"idempotency_key": str(order.key)},
            )
        except stripe.CardError as refusal:
            return Outcome("refused", refusal.request_id or "")
        except stripe.StripeError:
            raise Unreachable() from None
        return Outcome("paid" if intent.status == "succeeded" else "pending", intent.id, card)

    def facts_of(self, card: str) -> CardFacts | None:
        try:
            method = self._client.v1.payment_methods.retrieve(card.partition("/")[2])
        except stripe.InvalidRequestError:
            return None
        except stripe.StripeError:
            raise Unreachable() from None
        kept = method.card
        if kept is None:
            return None
        return CardFacts(kept.brand, f"{kept.exp_month:02}/{kept.exp_year}", kept.fingerprint or "")

    def event_of(self, body: bytes, signature: str) -> Event:
        if not self._secret:  # an empty secret is one that everybody knows
            raise Forged()
        try:
            stripe.WebhookSignature.verify_header(body.decode(), signature, self._secret, 300)
            said = json.loads(body)
        except (stripe.SignatureVerificationError, ValueError):
            raise Forged() from None
        intent = said["data"]["object"]
        state, key = _STATES.get(said["type"]), intent.get("metadata", {}).get("key")
        if state is None or not key:
            return Event(said["id"], None, Outcome("pending"))
        customer, method = intent.get("customer"), intent.get("payment_method")
        card = f"{customer}/{method}" if customer and method and state == "paid" else ""
        return Event(said["id"], uuid.UUID(key), Outcome(state, intent["id"], card))
