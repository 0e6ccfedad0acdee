"""A connector as somebody filled in its form. Each folder beside this file has one, `EXAMPLE`, for the contract that all must keep."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.utils import timezone

from integrations.connectors import Connector, connectors
from integrations.models import Integration
from tests.integrations.connectors.stand_in import Asked, Vendor

CANARY = "cafe5ec2e7"  # inside every secret: letters and digits that each vendor's keys can have


@dataclass(frozen=True)
class Example:
    """`writes` are the requests that carry what was selected: method, and how the path ends. Without a vendor it needs no HTTP.

    `once` says whether the vendor has it once when it is delivered twice. A `patient` one is tried again after every refusal
    but 410, which alone ends it: its server is somebody's own, and may be repaired. Its check knocks nowhere.
    """

    settings: dict[str, Any]
    secrets: dict[str, str]
    host: str = ""
    vendor: Callable[[], Vendor] | None = None
    writes: tuple[tuple[str, str], ...] = ()
    once: bool = False
    body_at_most: int = 256 * 1024
    patient: bool = False

    def carries(self, asked: Asked) -> bool:
        return any(asked.method == method and asked.path.endswith(end) for method, end in self.writes)


def example_of(slug: str) -> Example:
    """What the folder of this connector gives. A connector without one fails the contract."""
    example: Example = import_module(f"tests.integrations.connectors.{slug}").EXAMPLE
    return example


def integration_of(slug: str, **settings: Any) -> tuple[Connector, Integration, dict[str, str]]:
    """An integration as the connector's own form makes it, without a database, and its secrets."""
    connector, example = connectors()[slug], example_of(slug)
    form = connector.form({**example.settings, **example.secrets, **settings})
    assert form.is_valid(), json.dumps(form.errors)
    secrets = {**{name: form.cleaned_data[name] for name in form.secret}, **connector.make_secrets({}, timezone.now())}
    plain = {name: value for name, value in form.cleaned_data.items() if name not in form.secret}
    made = Integration(connector=slug, name="Ours", settings=plain, mapping=dict(connector.mapping))
    made.confirmed_at = timezone.now() if connector.needs_confirmation else None
    return connector, made, secrets
