"""`python -m bench.settle FILE SITES GUESTS`: fills a migrated database with the world, by the product's own models."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.utils import timezone  # noqa: E402  (models need the apps to be loaded)

from accounts.access import actors_of  # noqa: E402
from accounts.actions.add_project import add_project  # noqa: E402
from accounts.actions.issue_api_key import issue_personal_key  # noqa: E402
from accounts.actions.open_account import open_account  # noqa: E402
from accounts.models import Project, User  # noqa: E402
from accounts.tenancy import tenant  # noqa: E402
from bench.world import Guest, Site, World  # noqa: E402
from chat.models import Conversation, Counter, Visitor  # noqa: E402
from chat.tokens import mint_token  # noqa: E402


def settle(sites: int, guests: int) -> World:
    """One account with `sites` projects; `guests` visitors, spread evenly."""
    user = User.objects.create_user("bench@parley.example", "a long password", name="Bench")
    account = open_account(user, name="Bench")
    (actor,) = actors_of(user)
    projects = [add_project(actor, account, name=f"Site {number}", website=f"site{number}.example") for number in range(sites)]
    key = issue_personal_key(actor, name="Load")
    met = [_guests(place, project, len(range(place, guests, sites))) for place, project in enumerate(projects)]
    # By turns, so that the first few hundred are spread over all projects as well.
    mixed = [group[turn] for turn in range(max(map(len, met))) for group in met if turn < len(group)]
    return World(key, [Site(one.pk, str(one.public_id), one.key) for one in projects], mixed)


def _guests(place: int, project: Project, count: int) -> list[Guest]:
    now = timezone.now()
    tokens = [mint_token(project) for _ in range(count)]
    with tenant(project):
        visitors = Visitor.objects.bulk_create(
            Visitor(project=project, public_id=one.visitor, token_hash=one.secret_hash, first_seen_at=now, last_seen_at=now)
            for one in tokens
        )
        Counter.objects.create(project_id=project.pk, last_number=count)
        conversations = Conversation.objects.bulk_create(
            Conversation(project=project, visitor=visitor, number=number, created_at=now, updated_at=now)
            for number, visitor in enumerate(visitors, 1)
        )
    return [
        Guest(place, visitor.pk, str(visitor.public_id), token.token, conversation.pk, str(conversation.public_id))
        for visitor, token, conversation in zip(visitors, tokens, conversations, strict=True)
    ]


if __name__ == "__main__":
    settle(int(sys.argv[2]), int(sys.argv[3])).write(Path(sys.argv[1]))
