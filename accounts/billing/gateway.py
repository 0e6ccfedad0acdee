"""How money comes in: the one interface that payment companies stand behind. A card's number never passes here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

from django.conf import settings

from accounts.errors import Refused

TIMEOUT_S = 5
State = Literal["paid", "refused", "pending"]


class Unreachable(Refused):
    """The payment company does not answer. Nothing was charged twice: the same key may be sent again."""

    code, status, default = "busy", 503, "The payment company does not answer. Nothing was charged; try again in a moment."


class Forged(Refused):
    """A callback that nobody signed who may."""

    code, status, default = "forbidden", 403, "This callback is not signed by the payment company."


@dataclass(frozen=True)
class Order:
    """What is to be paid. `key` makes it safe to ask again; `words` stand on the page; `back` is where people go afterwards."""

    key: uuid.UUID
    amount: int
    currency: str
    words: str
    back: str


@dataclass(frozen=True)
class Outcome:
    """What became of a charge. `card` is the provider's token where it may be used again."""

    state: State
    provider_id: str = ""
    card: str = ""


@dataclass(frozen=True)
class CardFacts:
    """What the provider says of a card when it is asked. `fingerprint` is its own, equal for equal numbers; not kept as it is."""

    brand: str
    expires: str
    fingerprint: str


@dataclass(frozen=True)
class Event:
    """A verified callback: its id at the provider and, where it is about a charge of ours, which and how it went."""

    id: str
    key: uuid.UUID | None
    outcome: Outcome


class Gateway(Protocol):
    """A payment company."""

    name: str

    def page_for(self, order: Order) -> str:
        """The address of the company's own page, where the card's number is typed."""

    def charge(self, order: Order, card: str) -> Outcome:
        """Take the amount from a saved card, once for each `order.key`."""

    def facts_of(self, card: str) -> CardFacts | None:
        """Brand and expiry, asked now; None when the company no longer knows the card."""

    def event_of(self, body: bytes, signature: str) -> Event:
        """A callback's content. Raises Forged."""


@cache
def gateway_named(name: str) -> Gateway:
    """A gateway by the name that rows and addresses carry. Raises KeyError for an unknown one."""
    if name == "stripe":
        from accounts.billing.gateways.stripe import StripeGateway

        return StripeGateway(settings.STRIPE_KEY, settings.STRIPE_CALLBACK_SECRET)
    if name == "card_page" and not settings.PRODUCTION:
        from accounts.billing.gateways.card_page import CardPageGateway

        return CardPageGateway(settings.CARD_PAGE_URL, settings.CARD_PAGE_SECRET)
    raise KeyError(name)


def gateway() -> Gateway:
    """The one that new payments go to."""
    return gateway_named(settings.PAYMENTS)
