"""The shapes of integrations as types alone, which the build turns into TypeScript: no Django is needed to read them."""

from __future__ import annotations

from typing import Literal, TypedDict

State = Literal["ready", "waiting", "disabled"]


class ChoiceShape(TypedDict):
    """A field that somebody may select to send."""

    name: str
    words: str


class IntegrationShape(TypedDict):
    """An integration as members see it: never its secrets. `place` is where it sends to, in a few characters."""

    id: str
    connector: str
    name: str
    place: str
    state: State
    health: Literal["unknown", "working", "failing"]
    failing_since: str | None
    fields: list[str]
    choices: list[ChoiceShape]
    glyph: str
    disabled_reason: str
    created_by: str
    created_at: str


class DeliveryShape(TypedDict):
    """A forward on its way to one endpoint. `most_tries` is when Parley gives up; `detail` what the other side said last."""

    id: str
    forward: str
    integration: str
    integration_name: str
    conversation: str
    conversation_number: int
    state: Literal["queued", "sending", "waiting", "delivered", "failed", "cancelled"]
    tries: int
    most_tries: int
    next_at: str | None
    status: int | None
    detail: str
    reason: str
    pressed_by: str
    created_at: str
    ended_at: str | None


class AttemptShape(TypedDict):
    """One try, and what came back."""

    number: int
    at: str
    took_ms: int
    delivered: bool
    status: int | None
    detail: str


class PreparedShape(TypedDict):
    """What leaves Parley, without the secrets that prove who sends it. `body` is text; null once it was purged."""

    method: str
    url: str
    content_type: str
    headers: dict[str, str]
    body: str | None


class PreviewShape(PreparedShape):
    """What a press would send. Press with the same `request_id`, `fields`, `at` and `digest`, and exactly this is sent."""

    fields: list[str]
    at: str
    digest: str


class WholeDeliveryShape(DeliveryShape):
    """A delivery with what was sent and every try."""

    request: PreparedShape
    attempts: list[AttemptShape]
