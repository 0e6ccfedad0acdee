"""What the payment company knows: tokens with brand and expiry, and charges by their key. A number is looked at and forgotten."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

from accounts.billing.card_page.numbers import REFUSED, brand_of
from accounts.billing.gateways.signatures import sign

TELL_S = 5
TRIES = 3

Words = dict[str, Any]


class Company:
    """`kept` is the file that outlives a restart. Charges of one key are one charge, however often they are asked for."""

    def __init__(self, secret: str, callback: str, kept: Path) -> None:
        self.secret = secret
        self._callback = callback
        self._file = kept
        self._lock = threading.Lock()
        known: Words = json.loads(kept.read_text()) if kept.exists() else {"cards": {}, "charges": {}}
        self._cards: dict[str, Words] = known["cards"]
        self._charges: dict[str, Words] = known["charges"]

    def keep(self, number: str, expires: str) -> str:
        """The token of a card. The number is in no file, not even hashed without our key."""
        token = f"card_{uuid.uuid4().hex}"
        mac = hmac.new(self.secret.encode(), number.encode(), hashlib.sha256).hexdigest()
        with self._lock:
            self._cards[token] = {"brand": brand_of(number), "expires": expires, "fingerprint": mac, "refuses": number in REFUSED}
            self._save()
        return token

    def card(self, token: str) -> Words | None:
        """Brand, expiry and fingerprint."""
        return self._cards.get(token)

    def charge(self, key: str, amount: int, currency: str, token: str) -> Words:
        """Take the money, once a key; a refused one may be tried again with another card."""
        with self._lock:
            former = self._charges.get(key)
            if former is not None and (former["state"] == "paid" or former["card"] == token):
                return former
            card = self._cards.get(token)
            state = "refused" if card is None or card["refuses"] else "paid"
            made = {"id": f"charge_{uuid.uuid4().hex}", "state": state, "card": token, "amount": amount, "currency": currency}
            self._charges[key] = made
            self._save()
        return made

    def tell(self, key: str, charge: Words) -> bool:
        """Call back. Whether somebody heard: if not, the page says so and the charge stands."""
        body = json.dumps(
            {"id": f"event_{charge['id']}", "key": key, "state": charge["state"], "charge": charge["id"], "card": charge["card"]}
        ).encode()
        headers = {"Content-Type": "application/json", "Signature": sign(self.secret, body)}
        for _ in range(TRIES):
            try:
                request = urllib.request.Request(self._callback, body, headers)  # noqa: S310  an argument of ours, http on this machine
                with urllib.request.urlopen(request, timeout=TELL_S):  # noqa: S310
                    return True
            except (urllib.error.URLError, TimeoutError):
                continue
        return False

    def _save(self) -> None:
        half = self._file.with_suffix(".half")
        half.touch(mode=0o600)
        half.write_text(json.dumps({"cards": self._cards, "charges": self._charges}))
        half.replace(self._file)
