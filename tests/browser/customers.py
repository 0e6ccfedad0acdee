"""Customers for the stories, each with an account, a project and a colleague: run as a program, it prints them as JSON.

A program of its own, because Django refuses its database on the thread where Playwright's loop runs.
"""

from __future__ import annotations

import json
import secrets
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from accounts.models import User

COUNT = 40  # at a time: the house asks for more when they are used up
PASSWORD = "a long password"
# The site as on a developer's machine, and as a page without TLS under a name.
DOMAINS = ("127.0.0.1", "localhost", "http://shop.test")


@dataclass(frozen=True)
class Customer:
    """Olga owns the account, Oscar operates; `project` is its id and `key` stands in the tag."""

    olga: str
    oscar: str
    project: str
    key: str


def make(number: int, password: str) -> dict[str, Any]:
    """One customer, by the product's own actions. `password` is hashed already: argon2 takes its time."""
    from accounts.access import account_of, actors_of
    from accounts.actions.add_project import add_project
    from accounts.actions.edit_project import edit_project
    from accounts.actions.open_account import open_account
    from accounts.models import Member, Role
    from accounts.tenancy import account, tenant
    from widget.rules.models import Rule

    own = secrets.token_hex(4)
    olga = person(f"olga.{own}@acme.example", "Olga Owner", password)
    oscar = person(f"oscar.{own}@acme.example", "Oscar Operator", password)
    opened = open_account(olga, name=f"Acme {number}")
    (owner,) = actors_of(olga)
    with account(opened.pk):
        Member(account=opened, user=oscar, name="Oscar Operator", role=Role.OPERATOR).save(force_insert=True)
    project = add_project(owner, account_of(owner), name=f"Acme {number}", website=DOMAINS[0], color="#2B4A9B")
    with tenant(project):
        Rule.objects.all().delete()  # of its own accord nothing may appear in a story
        edit_project(owner, project, allowed_domains=list(DOMAINS))
    return {"olga": olga.email, "oscar": oscar.email, "project": str(project.public_id), "key": project.key}


def person(email: str, name: str, password: str) -> User:
    """Somebody who has confirmed their address."""
    from allauth.account.models import EmailAddress

    from accounts.models import User

    user = User.objects.create(email=email, name=name, password=password)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


if __name__ == "__main__":
    django.setup()
    from django.contrib.auth.hashers import make_password

    hashed = make_password(PASSWORD)
    json.dump([make(number, hashed) for number in range(1, COUNT + 1)], sys.stdout)
