"""Mails about an endpoint to those who can repair it."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import mail
from accounts.capabilities import ALLOWED, Capability
from accounts.models import Member, User
from integrations.models import Integration


def mail_admins(integration: Integration, kind: str, *, reason: str) -> None:
    """Tell everybody who may edit the project, after the commit: `failing`, or `disabled`. One mail each, no list of addresses."""
    roles = [role for role, allowed in ALLOWED.items() if Capability.EDIT_PROJECT in allowed]
    people = [member.user for member in Member.objects.select_related("user").filter(active=True, role__in=roles)]
    url = settings.PARLEY_URL + reverse("panel_integration", args=[integration.project.public_id, integration.public_id])
    words: dict[str, object] = {
        "integration": integration.name,
        "project": integration.project.name,
        "reason": reason,
        "url": url,
        "kind": kind,
    }
    for person in people:
        transaction.on_commit(partial(_mail, person, words), robust=True)


def _mail(person: User, words: dict[str, object]) -> None:
    with mail.in_language(person.language):
        mail.send("integrations/mail/endpoint", person.email, words)
