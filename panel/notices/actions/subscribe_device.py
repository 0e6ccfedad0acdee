"""A browser can be called from now on, for everything its person answers."""

from __future__ import annotations

from django.db import transaction
from django.utils.crypto import constant_time_compare

from accounts.models import BrowserSession, User
from panel.notices import clock
from panel.notices.models import Device, Manner
from panel.notices.push import Subscription

DEVICES_AT_MOST = 20  # of one person; the one renewed longest ago goes


def subscribe_device(user: User, session: BrowserSession | None, subscription: Subscription, *, user_agent: str, language: str) -> Device:
    """Keep the subscription with whoever is signed in there. The same browser again renews it; under somebody else it is theirs."""
    now = clock.now()
    facts = {
        "user": user,
        "session": session,
        "endpoint": subscription.endpoint,
        "p256dh": subscription.p256dh,
        "auth": subscription.auth,
        "user_agent": user_agent[:300],
        "renewed_at": now,
        "ended_at": None,
        "ended_why": "",
    }
    with transaction.atomic():
        fresh = {**facts, "created_at": now}
        device, _made = Device.objects.update_or_create(endpoint_hash=subscription.hash, defaults=facts, create_defaults=fresh)
        others = Device.objects.filter(user=user).exclude(pk=device.pk)
        if session is not None:
            others.filter(session=session).delete()  # what this browser was subscribed by before
        kept = others.order_by("-renewed_at").values_list("pk", flat=True)[: DEVICES_AT_MOST - 1]
        others.exclude(pk__in=list(kept)).delete()
        Manner.objects.get_or_create(user=user, defaults={"language": language})
    return device


def renew_device(endpoint_hash: str, auth: str, subscription: Subscription) -> bool:
    """The browser has changed its subscription by itself. `auth` is the former secret, which no push service knows.

    Whether there was such a one.
    """
    changed = {"endpoint": subscription.endpoint, "endpoint_hash": subscription.hash, "p256dh": subscription.p256dh}
    with transaction.atomic():
        former = Device.objects.select_for_update().filter(endpoint_hash=endpoint_hash).first()
        if former is None or not _same(former.auth, auth):
            return False
        if subscription.hash != endpoint_hash and Device.objects.filter(endpoint_hash=subscription.hash).exists():
            return False
        Device.objects.filter(pk=former.pk).update(**changed, auth=subscription.auth, renewed_at=clock.now(), ended_at=None, ended_why="")
        return True


def _same(one: str, other: str) -> bool:
    return constant_time_compare(one.rstrip("="), other.rstrip("="))
