"""Ask whoever would receive conversations whether they want them, and hear their yes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, mail
from accounts.access import ProjectRef, project_ref
from accounts.actors import Actor, system_actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict, NotFound
from accounts.tenancy import tenant
from chat.limits import require_room
from integrations.access import integration_by_id, integration_by_public_id
from integrations.actions.note_health import note_health
from integrations.connectors import connector_named
from integrations.models import Integration
from integrations.queued import queue
from integrations.sealing import secrets_of

SALT = "integrations.confirm"
WORKS_FOR = timedelta(days=7)


def ask_to_confirm(actor: Actor, integration: Integration) -> None:
    """Mail the link (again). Raises Forbidden without EDIT_PROJECT, Conflict where nobody is to be asked, SlowDown."""
    require(actor, Capability.EDIT_PROJECT, integration.project)
    if not waits(integration):
        raise Conflict(_("Nobody has to agree to this any more."))
    require_room("checks", str(integration.project_id))
    queue("mail_confirmation", integration)


def waits(integration: Integration) -> bool:
    """Whether somebody must agree before anything is sent."""
    return connector_named(integration.connector).needs_confirmation and integration.confirmed_at is None


def mail_confirmation(project: ProjectRef, integration_id: int) -> None:
    """Send the link, to the address of now. Twice is fine: both links do the same. One that has ended is passed over."""
    with tenant(project):
        integration = integration_by_id(integration_id)
        if integration is None or not waits(integration):
            return
        words = {"project": integration.project.name, "who": integration.created_by, "address": integration.settings["address"]}
    url = settings.PARLEY_URL + reverse("integration_confirm", args=[token_of(integration)])
    mail.send("integrations/mail/confirm", integration.settings["address"], {**words, "url": url})


def token_of(integration: Integration) -> str:
    """What the link holds: which integration, and the address that agrees. Another address needs another link."""
    return signing.dumps([str(integration.project.public_id), str(integration.public_id), _print_of(integration)], salt=SALT)


def _print_of(integration: Integration) -> str:
    return hashlib.sha256(str(integration.settings.get("address", "")).encode()).hexdigest()[:32]


@contextmanager
def asked(token: str) -> Iterator[Integration]:
    """The integration that a link is about, inside its tenant. Raises NotFound for a link that does not work (any more)."""
    try:
        told: Any = signing.loads(token, salt=SALT, max_age=WORKS_FOR)
        project_id, public_id, address = told
    except (signing.BadSignature, ValueError):
        raise NotFound() from None
    with tenant(project_ref(project_id)):
        integration = integration_by_public_id(public_id)
        if integration is None or _print_of(integration) != address:
            raise NotFound()
        yield integration


def confirm_integration(token: str) -> None:
    """Whoever holds the link agrees. Twice is once. Raises NotFound."""
    now = timezone.now()
    with asked(token) as integration, transaction.atomic():
        if not Integration.objects.filter(pk=integration.pk, removed_at=None, confirmed_at=None).update(confirmed_at=now):
            return
        integration.confirmed_at = now
        audit.record(system_actor(integration.project.account_id), "integration.confirmed", integration, name=integration.name)
        note_health(integration, connector_named(integration.connector).check(integration, secrets_of(integration)), at=now)
