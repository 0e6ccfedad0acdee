"""Staff at the database itself: the cast committed, people of Parley's own, and connections as parley_staff."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from accounts.access import hash_of_key
from accounts.actions.give_grant import give_grant
from accounts.models import Grant, Project, User
from accounts.tenancy import account
from tests.cast import Cast, build_cast
from tests.databases import sql, with_database


@dataclass(frozen=True)
class Support:
    """The cast, and Aino, who works for Parley: a superuser, which gives no right to a row."""

    cast: Cast
    aino: User
    url: str
    database: str

    def connect(self) -> psycopg.Connection[Any]:
        """A connection as psql would have it, each statement a transaction of its own."""
        return psycopg.connect(self.url, autocommit=True)

    def signed_in(self, person: int, *, ago: str = "0", seen: str = "0") -> str:
        """The key of a session that began `ago` and was `seen` then (intervals of SQL), made behind every wall."""
        key = uuid.uuid4().hex
        sql(
            f"""WITH k AS (INSERT INTO accounts_staffpasskey (user_id, credential_id, credential, name)
                VALUES ({person}, '{key}', '', 'Laptop') RETURNING id)
            INSERT INTO accounts_staffsession (user_id, passkey_id, hash, challenge, began_at, seen_at)
            SELECT {person}, k.id, '\\x{hash_of_key(key).hex()}', '{key}', now() - interval '{ago}', now() - interval '{seen}' FROM k""",
            self.database,
        )
        return key

    def give(self, *, project: Project | None, scope: str = "conversations", reason: str = "Ticket 8812", hours: int = 24) -> Grant:
        """What Olga gives, committed."""
        with account(self.cast.olga.account_id):
            return give_grant(self.cast.olga, project=project, scope=scope, reason=reason, hours=hours)

    def open(self, staff: psycopg.Connection[Any], grant: Grant, page: str, **of: Any) -> bool:
        """Whether a page opens for Aino; `of` may name another person, project or conversation."""
        project = of.get("project", self.cast.shop)
        wanted = {
            "person": of.get("person", self.aino.pk),
            "account": self.cast.shop.account_id,
            "grant": grant.public_id,
            "project": project.public_id if project else None,
            "page": page,
            "conversation": of.get("conversation"),
        }
        asked = "SELECT staff_open(%(person)s, %(account)s, %(grant)s, %(project)s, %(page)s, %(conversation)s)"
        ((opened,),) = staff.execute(asked, wanted).fetchall()
        return bool(opened)


@pytest.fixture(scope="class")
def support(cloned_database_of_class: str) -> Support:
    cast = build_cast()
    aino = User.objects.create_superuser("aino@parley.example", uuid.uuid4().hex, name="Aino V.")
    name = urlsplit(cloned_database_of_class).path.strip("/")
    return Support(cast, aino, with_database(os.environ["DATABASE_STAFF_URL"], name), name)


@pytest.fixture
def staff(support: Support) -> Iterator[psycopg.Connection[Any]]:
    with support.connect() as connection:
        yield connection


@pytest.fixture
def count(staff: psycopg.Connection[Any]) -> Callable[[str], int]:
    """How many rows of a table this connection sees; what it may not even ask for is none."""

    def rows_of(table: str) -> int:
        try:
            ((found,),) = staff.execute(f"SELECT count(id) FROM {table}").fetchall()
        except psycopg.errors.InsufficientPrivilege:
            return 0
        return int(found)

    return rows_of
