"""Our own card page behind the gateway: for development, in a process of its own, where the number stays."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
import uuid
from typing import Any
from urllib.parse import quote, urlencode

from accounts.billing.gateway import TIMEOUT_S, CardFacts, Event, Forged, Order, Outcome, Unreachable
from accounts.billing.gateways.signatures import is_signed, sign

NOT_FOUND = 404


class CardPageGateway:
    """Talks to the card page at `origin`; `secret` signs both ways."""

    name = "card_page"

    def __init__(self, origin: str, secret: str) -> None:
        self.origin = origin
        self._secret = secret

    def page_for(self, order: Order) -> str:
        said = json.dumps(_said(order)).encode()
        return f"{self.origin}/pay?" + urlencode({"order": base64.urlsafe_b64encode(said).decode(), "signature": sign(self._secret, said)})

    def charge(self, order: Order, card: str) -> Outcome:
        answer = self._ask("/charges", {**_said(order), "card": card}) or {}
        return Outcome(answer["state"], answer["id"], card)

    def facts_of(self, card: str) -> CardFacts | None:
        answer = self._ask(f"/cards/{quote(card, safe='')}", {})
        return None if answer is None else CardFacts(answer["brand"], answer["expires"], answer["fingerprint"])

    def event_of(self, body: bytes, signature: str) -> Event:
        if not is_signed(self._secret, body, signature):
            raise Forged()
        said = json.loads(body)
        return Event(said["id"], uuid.UUID(said["key"]), Outcome(said["state"], said["charge"], said.get("card", "")))

    def _ask(self, path: str, words: dict[str, Any]) -> dict[str, Any] | None:
        """POST signed JSON. None for what is not there; raises Unreachable."""
        body = json.dumps(words).encode()
        headers = {"Content-Type": "application/json", "Signature": sign(self._secret, body)}
        request = urllib.request.Request(f"{self.origin}{path}", body, headers)  # noqa: S310  our own setting, http on this machine
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as refusal:
            if refusal.code == NOT_FOUND:
                return None
            raise Unreachable() from None
        except (OSError, ValueError):
            raise Unreachable() from None


def _said(order: Order) -> dict[str, Any]:
    return {"key": str(order.key), "amount": order.amount, "currency": order.currency, "words": order.words, "back": order.back}
