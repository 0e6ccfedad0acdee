"""Write down a visitor, with their first durable act and not before."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from accounts.cards import masked
from accounts.models import Project
from chat import attributes, said, visits
from chat.models import Visitor
from chat.text import clean_line
from chat.tokens import VisitorToken


def register_visitor(project: Project, token: VisitorToken, **known: Any) -> Visitor:
    """The row of this token's visitor, made now if there is none; `known` fills a new row (locale, name …)."""
    now = timezone.now()
    visit = visits.visits_of(project.pk, [token.visitor])[token.visitor]
    first = {
        "token_hash": token.secret_hash,
        "first_seen_at": now,
        "last_seen_at": now,
        "pages": visit.pages,
        "locale": visit.meta.get("locale", ""),
        "device": visit.meta.get("device", ""),
        "referrer": visit.meta.get("referrer", ""),
        **said.said_of(project.pk, token.visitor),
        **known,
    }
    # INSERT … ON CONFLICT underneath: two tabs may write their first words at the same moment.
    visitor, _ = Visitor.objects.get_or_create(public_id=token.visitor, defaults={"project_id": project.pk, **first})
    return visitor


def name_visitor(project: Project, visitor: Visitor, **fields: object) -> Visitor:
    """Keep what a visitor says of themselves (name, email, phone, id, data). Unverified: shown as such, never merged."""
    limits = {"name": 120, "email": 254, "phone": 40, "external_id": 200}
    changed = {name: clean_line(fields[name], limit) for name, limit in limits.items() if fields.get(name) is not None}
    for name in set(changed) - {"external_id"}:  # that one is the site's, and two must not become one
        changed[name] = masked(project, changed[name])
    for name, value in changed.items():
        setattr(visitor, name, value)
    data = attributes.clean_attributes(project, fields.get("data"))
    if data:
        visitor.data = attributes.merged(visitor.data, data)
        changed["data"] = ""
    if changed:
        visitor.save(update_fields=sorted(changed))
    return visitor


def visitor_actor(project: Project, visitor: Visitor) -> Actor:
    """The actor of a visitor who has a row."""
    return Actor("visitor", visitor.pk, str(visitor.public_id), visitor.name, project.account_id)
