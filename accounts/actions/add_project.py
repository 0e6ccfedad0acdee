"""Add a website to an account."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.text import slugify

from accounts import audit, later
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.cards import mask_cards
from accounts.domains import clean_domain
from accounts.errors import Forbidden
from accounts.models import Account, Project
from accounts.tenancy import account as open_account_scope

# 26 letters and digits without look-alikes, 20 of them: about 94 bits. A key is public, but must not be guessed in bulk.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_key() -> str:
    """A key for a script tag."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(20))


def add_project(actor: Actor, account: Account, *, name: str, website: str, color: str = "#0F616F") -> Project:
    """Add a project for `website` (an address or a domain: it becomes the first allowed domain).

    Raises Forbidden without ADD_PROJECT or in somebody else's account, Invalid for a website that is no domain.
    """
    require(actor, Capability.ADD_PROJECT)
    if account.pk != actor.account_id:
        raise Forbidden()
    domain, shown = clean_domain(website), mask_cards(name.strip())[:120]
    with open_account_scope(account.pk):
        project = Project(
            account=account,
            key=new_key(),
            slug=f"{slugify(shown)[:60] or 'project'}-{secrets.token_hex(3)}",
            name=shown,
            website=domain.removeprefix("http://"),
            color=color,
            allowed_domains=_with_www(domain),
        )
        project.save(force_insert=True)
        audit.record(actor, "project.added", project, name=project.name, website=project.website)
        transaction.on_commit(lambda: later.tell("project.added", account.pk, project.pk))
    return project


def _with_www(domain: str) -> list[str]:
    """The domain and its www sister, as people expect of one website. Hosts with a port or deeper names stay alone."""
    scheme, host = ("http://", domain[7:]) if domain.startswith("http://") else ("", domain)
    if ":" in host or host.startswith("*.") or host.count(".") == 0 or host[0].isdigit():
        return [domain]
    if host.startswith("www."):
        return [domain, scheme + host.removeprefix("www.")]
    return [domain, f"{scheme}www.{host}"] if host.count(".") == 1 else [domain]
