"""Change what an integration is called, where it sends to, and what is selected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.billing.access import require_feature
from accounts.billing.plans import Feature
from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from chat.text import clean_line
from integrations.access import hold_integration
from integrations.actions.check_integration import request_check
from integrations.actions.confirm_integration import ask_to_confirm, waits
from integrations.connectors import Connector, connector_named
from integrations.fields import FIELDS
from integrations.models import Integration
from integrations.sealing import seal_secrets, secrets_of
from integrations.settings_form import clean_settings

MAX_NAME = 80
MAX_THEIRS = 80  # characters of the other side's name of a field


def edit_integration(
    actor: Actor,
    integration: Integration,
    *,
    name: object = None,
    settings: Mapping[str, Any] | None = None,
    fields: object = None,
    mapping: object = None,
) -> Integration:
    """Change what is given. Secrets that are left out stay; to change them is to `rotate` where we made them.

    Raises Forbidden without EDIT_PROJECT, PlanEnded, Invalid, NotFound when somebody removed it.
    """
    require(actor, Capability.EDIT_PROJECT, integration.project)
    require_feature(Feature.INTEGRATIONS)
    connector = connector_named(integration.connector)
    with transaction.atomic():
        held = hold_integration(integration)
        before = {column: getattr(held, column) for column in ("name", "settings", "sealed", "fields", "mapping")}
        if name is not None:
            held.name = clean_name(name)
        if settings is not None:
            _change_settings(held, connector, settings)
        if fields is not None:
            held.fields = clean_fields(connector, fields)
        if mapping is not None:
            held.mapping = clean_mapping(connector, mapping)
        changed = sorted(column for column, value in before.items() if getattr(held, column) != value)
        if changed:
            held.save()
            audit.record(actor, "integration.edited", held, name=held.name, changed=changed)
        if waits(held) and before["settings"] != held.settings:
            ask_to_confirm(actor, held)
        elif {"settings", "sealed"} & set(changed):
            request_check(actor, held)
    return held


def _change_settings(integration: Integration, connector: Connector, raw: Mapping[str, Any]) -> None:
    plain, secrets = clean_settings(connector, raw, former=integration.settings)
    if plain != integration.settings:
        integration.confirmed_at = None  # whoever receives it now has agreed to nothing
    if secrets or plain != integration.settings:
        integration.health, integration.health_detail, integration.failing_since = Integration.Health.UNKNOWN, "", None
    integration.settings = plain
    if secrets:
        seal_secrets(integration, {**secrets_of(integration), **secrets})


def clean_name(raw: object) -> str:
    """Raises Invalid."""
    name = clean_line(raw, MAX_NAME)
    if not name:
        raise Invalid(fields={"name": _("Name it, so that your team knows where it sends to.")})
    return name


def clean_fields(connector: Connector, raw: object) -> list[str]:
    """The selected fields in the table's order; None for those that are selected at first. Raises Invalid."""
    if raw is None:
        return [name for name in connector.fields if FIELDS[name].selected or name in connector.needs]
    if not isinstance(raw, list) or any(one not in connector.fields for one in raw):
        raise Invalid(fields={"fields": _("Choose from %(fields)s.") % {"fields": ", ".join(connector.fields)}})
    return [name for name in connector.fields if name in raw]


def clean_mapping(connector: Connector, raw: object) -> dict[str, str]:
    """Ours → theirs, without the empty ones; None for the connector's own. Raises Invalid."""
    if raw is None:
        return dict(connector.mapping)
    if not isinstance(raw, dict) or any(one not in connector.mapping for one in raw):
        raise Invalid(fields={"mapping": _("Choose from %(fields)s.") % {"fields": ", ".join(connector.mapping)}})
    theirs = {ours: clean_line(value, MAX_THEIRS) for ours, value in raw.items()}
    if bad := [ours for ours, value in theirs.items() if value and not connector.takes_field(value)]:
        raise Invalid(fields={f"map_{ours}": _("The other side has no field of this name.") for ours in bad})
    return {ours: theirs[ours] for ours in connector.mapping if theirs.get(ours)}
