"""Connect a project to another system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.billing.access import require_feature
from accounts.billing.plans import Feature
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Project
from integrations.actions.check_integration import request_check
from integrations.actions.confirm_integration import ask_to_confirm
from integrations.actions.edit_integration import clean_fields, clean_mapping, clean_name
from integrations.connectors import Connector
from integrations.models import Integration
from integrations.queries import integrations_here
from integrations.sealing import seal_secrets
from integrations.settings_form import clean_settings

INTEGRATIONS_AT_MOST = 50  # in one project: lists of them are read as a whole


def connect_integration(
    actor: Actor,
    project: Project,
    connector: Connector,
    *,
    name: object,
    settings: Mapping[str, Any],
) -> tuple[Integration, dict[str, str]]:
    """Connect, and give the secrets that we made ourselves (a webhook's), which cannot be shown again.

    `settings` are what the connector's form takes, its secrets among them. Fields and their names are the connector's own at first.
    Nothing is sent but a question whether it works, or whether somebody agrees. Raises Forbidden without EDIT_PROJECT, PlanEnded,
    Invalid, SlowDown, Conflict beyond INTEGRATIONS_AT_MOST.
    """
    require(actor, Capability.EDIT_PROJECT, project)
    require_feature(Feature.INTEGRATIONS)
    plain, secrets = clean_settings(connector, settings)
    made = Integration(project=project, connector=connector.slug, name=clean_name(name), settings=plain, created_by=actor.name[:120])
    made.fields = clean_fields(connector, None)
    made.mapping = clean_mapping(connector, None)
    with transaction.atomic():
        if integrations_here().count() >= INTEGRATIONS_AT_MOST:
            raise Conflict(_("A project has at most %(count)s integrations.") % {"count": INTEGRATIONS_AT_MOST})
        made.save(force_insert=True)
        ours = connector.make_secrets({}, timezone.now())
        seal_secrets(made, {**secrets, **ours})
        made.save(update_fields=["sealed"])
        audit.record(actor, "integration.connected", made, name=made.name, connector=made.connector)
        if connector.needs_confirmation:
            ask_to_confirm(actor, made)
        else:
            request_check(actor, made)
    return made, ours
