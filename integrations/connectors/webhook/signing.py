"""Secrets of a webhook, and the headers that prove a request: Standard Webhooks, with two secrets while one is replaced."""

from __future__ import annotations

import base64
import os
from datetime import datetime, timedelta

from standardwebhooks import Webhook

from integrations.connectors import Secrets, Standing

PREFIX = "whsec_"
SECRET_BYTES = 32
BOTH_FOR = timedelta(hours=24)
SHOWN_LETTERS = 4
FORMER = ("former", "former_until")


def make_secrets(former: Secrets, at: datetime) -> dict[str, str]:
    """A new secret; the one before signs beside it for a day."""
    made = {"secret": PREFIX + base64.b64encode(os.urandom(SECRET_BYTES)).decode()}
    if "secret" in former:
        made |= {"former": former["secret"], "former_until": (at + BOTH_FOR).isoformat()}
    return made


def live_secrets(secrets: Secrets, at: datetime) -> list[str]:
    """Those that sign now, the newest first."""
    until = secrets.get("former_until")
    former = [secrets["former"]] if until and datetime.fromisoformat(until) > at else []
    return [secrets["secret"], *former]


def standing(secrets: Secrets, at: datetime) -> list[Standing]:
    """The same as they may be shown: base64's padding says nothing."""
    ends = [None, datetime.fromisoformat(secrets["former_until"]) if "former_until" in secrets else None]
    return [Standing(one.rstrip("=")[-SHOWN_LETTERS:], until) for one, until in zip(live_secrets(secrets, at), ends, strict=False)]


def headers_of(body: bytes, secrets: Secrets, *, delivery_id: str, at: datetime) -> dict[str, str]:
    """The three headers of one try: the id is the delivery's, the time is this try's."""
    text = body.decode()
    signatures = [Webhook(secret).sign(delivery_id, at, text) for secret in live_secrets(secrets, at)]
    return {"webhook-id": delivery_id, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": " ".join(signatures)}
