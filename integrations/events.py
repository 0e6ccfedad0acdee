"""What browsers hear of integrations: a delivery in its present shape, for operators."""

from __future__ import annotations

from typing import Literal, TypedDict

from chat.events import EventType
from integrations.wire import DeliveryShape


class DeliveryPush(TypedDict):
    """A delivery that was pressed, or that has changed."""

    type: Literal["delivery"]
    delivery: DeliveryShape


DELIVERY = EventType("delivery", DeliveryPush, "operators")
