"""One push, encrypted for one browser and sent by the guarded door: its address is a browser's word, so anybody's."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.translation import gettext as _
from pywebpush import WebPusher

from accounts.errors import Invalid
from integrations import outbound
from panel.notices import clock, vapid
from panel.notices.models import Device

PURPOSE = "push"  # as connections are counted
WHOLE_S = 6.0  # push services answer at once: who does not holds up the others
TTL_S = 3600  # what nobody was near to hear within an hour, the inbox says better
GONE, REFUSED = {404, 410}, {401, 403}
LATER = {408, 425, 429}
PAYLOAD_AT_MOST = 3000  # bytes: services take 4096 of ciphertext, of which padding and headers are some
DETAIL_AT_MOST = 300


@dataclass(frozen=True)
class Letter:
    """A push, ready to go: no row is read while it is on its way."""

    endpoint: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """How a try ended. `ended` is why the device rings no more, where it does not; `retry` whether the same again may help."""

    taken: bool
    status: int | None = None
    detail: str = ""
    retry: bool = False
    retry_after_s: int | None = None
    ended: str = ""


def letter(device: Device, payload: dict[str, Any], *, topic: str) -> Letter:
    """Encrypt a payload for a browser (RFC 8291). Of what waits there under the same topic, the service keeps the newest."""
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    pusher = WebPusher({"endpoint": device.endpoint, "keys": keys})
    data = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    body: bytes = pusher.encode(data, content_encoding="aes128gcm")["body"]
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(TTL_S),
        "Urgency": "high",
        "Topic": _topic(device, topic),
        "Authorization": vapid.authorization(device.endpoint, int(clock.now().timestamp())),
    }
    return Letter(device.endpoint, headers, body)


def _topic(device: Device, topic: str) -> str:
    """The service must not see that two people's pushes are about the same thing, nor what that is."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"notices.topic\n{device.public_id}\n{topic}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest)[:32].decode()


def send(one: Letter) -> Outcome:
    """One try."""
    try:
        answer = outbound.fetch("POST", one.endpoint, purpose=PURPOSE, headers=one.headers, body=one.body, whole_s=WHOLE_S)
    except outbound.OutboundRefused as refused:
        return Outcome(False, detail=refused.detail, ended=Device.Ended.UNSAFE)
    except outbound.OutboundFailed as failed:
        return Outcome(False, detail=failed.detail, retry=failed.retry)
    if answer.ok:
        return Outcome(True, answer.status)
    detail = answer.text[:DETAIL_AT_MOST]
    if answer.status in GONE:
        return Outcome(False, answer.status, detail, ended=Device.Ended.GONE)
    if answer.status in REFUSED:
        return Outcome(False, answer.status, detail, ended=Device.Ended.REFUSED)
    retry = answer.status in LATER or answer.status >= 500
    return Outcome(False, answer.status, detail, retry=retry, retry_after_s=answer.retry_after_s)


@dataclass(frozen=True)
class Subscription:
    """What a browser says of itself: where it is called, and its keys."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def hash(self) -> str:
        return endpoint_hash(self.endpoint)


def endpoint_hash(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def subscription_of(given: Any) -> Subscription:
    """A `PushSubscription` as JSON. Raises Invalid for what is none, and for an address that must not be asked."""
    given = given if isinstance(given, dict) else {}
    keys = given.get("keys") if isinstance(given.get("keys"), dict) else {}
    endpoint, p256dh, auth = given.get("endpoint"), keys.get("p256dh"), keys.get("auth")
    if not (isinstance(endpoint, str) and isinstance(p256dh, str) and isinstance(auth, str)):
        raise Invalid(_("This is no subscription of a browser."))
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(p256dh))
        if len(_bytes(auth)) != 16:
            raise ValueError("auth")
    except (ValueError, binascii.Error):
        raise Invalid(_("This is no subscription of a browser.")) from None
    try:
        outbound.check(endpoint)
    except outbound.OutboundRefused as refused:
        raise Invalid(fields={"endpoint": refused.detail}) from None
    return Subscription(endpoint, p256dh, auth)


def _bytes(text: str) -> bytes:
    """base64url, with or without its padding, and nothing else."""
    if len(text) > 120 or not text.isascii():
        raise ValueError("too long")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
