"""The named cast: Olga owns Acme, Oscar operates, Vera visits; Gus of Globex is the outsider.

Acme also has Ada the admin, Vic who may only read, Lena who is limited to the Outlet, and Emil who left. Wanda is another
visitor of the shop, Gina one of Globex.
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import transaction

from accounts.access import actors_of
from accounts.actions.add_project import add_project
from accounts.actions.open_account import open_account
from accounts.actors import Actor
from accounts.models import Member, MemberProject, Project, Role, User
from accounts.tenancy import account, tenant
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import register_visitor
from chat.models import Conversation, Visitor
from chat.tokens import VisitorToken, mint_token
from tests.leaks.watch import look_at_valkey

# Inside every word of Acme's that an outsider could see: no byte of it may leave.
CANARY = "CANARY-a5f1"


@dataclass(frozen=True)
class Cast:
    """Everybody, with what they own. People are actors; their rows are in `users` and `members` by the same names."""

    olga: Actor
    ada: Actor
    oscar: Actor
    vic: Actor
    lena: Actor
    gus: Actor
    users: dict[str, User]
    members: dict[str, Member]
    shop: Project
    outlet: Project
    globex: Project
    vera: Visitor
    wanda: Visitor
    gina: Visitor
    tokens: dict[str, VisitorToken]
    talk: Conversation  # Vera's, open, one message, nobody's yet


def build_cast() -> Cast:
    """Make everybody, in whatever database and transaction is open."""
    users = {name: _person(name, "acme") for name in ("olga", "ada", "oscar", "vic", "lena", "emil")}
    acme = open_account(users["olga"], name=f"Acme {CANARY}")
    (olga,) = actors_of(users["olga"])
    shop = add_project(olga, acme, name=f"Acme Shop {CANARY}", website="acme.example")
    outlet = add_project(olga, acme, name=f"Acme Outlet {CANARY}", website="outlet.acme.example")
    with account(acme.pk):
        roles = {"ada": Role.ADMIN, "oscar": Role.OPERATOR, "vic": Role.VIEWER, "lena": Role.OPERATOR, "emil": Role.OPERATOR}
        members = {name: _join(acme.pk, users[name], role) for name, role in roles.items()}
        members["olga"] = Member.objects.get(pk=olga.id)
        MemberProject(account_id=acme.pk, member=members["lena"], project=outlet).save(force_insert=True)
    users["gus"] = _person("gus", "globex")
    globex = open_account(users["gus"], name="Globex")
    (gus,) = actors_of(users["gus"])
    with account(globex.pk):
        members["gus"] = Member.objects.get(pk=gus.id)
    globex_site = add_project(gus, globex, name="Globex", website="globex.example")
    tokens = {"vera": mint_token(shop), "wanda": mint_token(shop), "gina": mint_token(globex_site)}
    with tenant(shop):
        vera = register_visitor(shop, tokens["vera"], name=f"Vera {CANARY}", email=f"{CANARY}@vera.example")
        wanda = register_visitor(shop, tokens["wanda"], name="Wanda")
        first = post_visitor_message(shop, vera, client_id=uuid.uuid4(), text=f"Do you have blue bowls? {CANARY}")
    with tenant(globex_site):
        gina = register_visitor(globex_site, tokens["gina"], name="Gina")
    actors = {name: actors_of(users[name])[0] for name in ("olga", "ada", "oscar", "vic", "lena", "gus")}
    rows = {"shop": shop, "outlet": outlet, "globex": globex_site, "vera": vera, "wanda": wanda, "gina": gina}
    return Cast(**actors, **rows, users=users, members=members, tokens=tokens, talk=first.conversation)  # type: ignore[arg-type]


def _person(name: str, company: str) -> User:
    return User.objects.create_user(f"{name}@{company}.example", "a long password", name=name.title())


def _join(account_id: int, user: User, role: Role) -> Member:
    """A member; Lena is limited to the projects of her rows, Emil has left."""
    name = user.name
    member = Member(account_id=account_id, user=user, name=name, role=role, limited=name == "Lena", active=name != "Emil")
    member.save(force_insert=True)
    return member


@contextmanager
def rolled_back() -> Iterator[None]:
    """What the block changes in the database is undone behind it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="class")
def cast_of_class(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast, built once for all tests of a class.

    Not in one class with `db` or `cloned_database`: both close the connection that holds it.
    """
    with django_db_blocker.unblock(), rolled_back():
        yield build_cast()


@pytest.fixture
def cast(cast_of_class: Cast, django_db_blocker: Any) -> Iterator[Cast]:
    """The class's cast as if this test were alone: what it changes is rolled back, and Redis forgets who was here."""
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        look_at_valkey(valkey)
        valkey.flushall()
    with django_db_blocker.unblock(), rolled_back():
        yield copy.deepcopy(cast_of_class)


@pytest.fixture
def in_shop(cast: Cast) -> Iterator[Cast]:
    """The cast, with Acme's shop as the open tenant."""
    with tenant(cast.shop):
        yield cast
