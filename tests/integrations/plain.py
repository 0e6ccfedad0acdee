"""A connector of the tests' own, with everything that a connector can have: what it was asked to send, it remembers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Project
from integrations.actions.connect_integration import connect_integration
from integrations.connectors import Connector, ConnectorForm, Outcome, Prepared, Secrets, connectors
from integrations.envelope import Envelope
from integrations.models import Integration

DELIVERED = Outcome(delivered=True, status=200)
SETTINGS = {"address": "fax:1", "password": "CANARY-of-the-secret"}


class PlainForm(ConnectorForm):
    secret = ("password",)
    address = forms.CharField(max_length=40)
    password = forms.CharField(max_length=40)


@dataclass
class Notebook:
    """What the connector was asked to send, and how that shall end."""

    outcome: Outcome = DELIVERED
    sent: list[tuple[Prepared, str, dict[str, str]]] = field(default_factory=list)

    def send(self, prepared: Prepared, integration: Integration, secrets: Secrets, *, delivery_id: str, at: datetime) -> Outcome:
        self.sent.append((prepared, delivery_id, dict(secrets)))
        return self.outcome

    def check(self, integration: Integration, secrets: Secrets) -> Outcome:
        return self.outcome


def prepare(envelope: Envelope, integration: Integration) -> Prepared:
    return Prepared("FAX", integration.settings["address"], json.dumps(envelope.data).encode(), "application/json")


def make_secrets(former: Secrets, at: datetime) -> dict[str, str]:
    made = {"ours": f"made after {former.get('ours', 'nothing')}"}
    return {**made, "former": former["ours"]} if "ours" in former else made


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def plain(notebook: Notebook) -> Iterator[Connector]:
    """The connector, registered while the test runs."""
    connector = Connector(
        slug="plain",
        name="Plain",
        glyph="Pl",
        about=_("For tests."),
        steps=(),
        form=PlainForm,
        fields=("messages", "name", "phone"),
        place=lambda integration: str(integration.settings.get("address", "")),
        prepare=prepare,
        send=notebook.send,
        check=notebook.check,
        mapping={"name": "who"},
        takes_field=str.isascii,
        make_secrets=make_secrets,
        needs_confirmation=True,
    )
    connectors()[connector.slug] = connector
    yield connector
    del connectors()[connector.slug]


def connected(actor: Actor, project: Project, connector: Connector, **changes: Any) -> Integration:
    """An integration of the open project."""
    return connect_integration(actor, project, connector, **{"name": "The fax", "settings": SETTINGS, **changes})[0]
