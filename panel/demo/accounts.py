"""The two demo accounts of the embedded run: Fernhill Pottery, and an unrelated second customer for the tenancy story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress

from accounts.access import account_of, actor_by_key, actors_of, projects_of
from accounts.actions.add_project import add_project
from accounts.actions.edit_project import edit_project
from accounts.actions.issue_api_key import issue_personal_key
from accounts.actions.open_account import open_account
from accounts.actors import Actor
from accounts.errors import SignInAgain
from accounts.models import Project, User
from accounts.tenancy import tenant


@dataclass(frozen=True)
class Customer:
    """A demo customer: one owner, one project. Their passwords are public, so they exist on this machine only."""

    account: str
    person: str
    email: str
    password: str
    color: str
    domains: tuple[str, ...] = ("127.0.0.1", "localhost")


FERNHILL = Customer("Fernhill Pottery", "Ines Duarte", "ines@fernhill.example", "fernhill-demo", "#2D4A9A")
NORTHWIND = Customer("Northwind Bikes", "Nils Berg", "nils@northwind.example", "northwind-demo", "#0C693F")


def set_up(customer: Customer, *, known_key: str | None = None) -> dict[str, Any]:
    """Make what is missing of a customer and return their part of `demo.json`. Safe to run at every start."""
    user = _person(customer)
    actors = actors_of(user)
    if not actors:
        open_account(user, name=customer.account)
        actors = actors_of(user)
    actor = actors[0]
    project = _project(actor, customer)
    account = account_of(actor)
    return {
        "email": customer.email,
        "password": customer.password,
        "account": str(account.public_id),
        "project": str(project.public_id),
        "project_key": project.key,
        "api_key": _key(actor, known_key),
    }


def _person(customer: Customer) -> User:
    user = User.objects.filter(email=customer.email).first()
    if user is None:
        user = User.objects.create_user(customer.email, customer.password, name=customer.person)
    EmailAddress.objects.get_or_create(user=user, email=customer.email, defaults={"verified": True, "primary": True})
    return user


def _project(actor: Actor, customer: Customer) -> Project:
    existing = projects_of(actor)
    if existing:
        return min(existing, key=lambda project: project.pk)
    website = customer.domains[0]
    project = add_project(actor, account_of(actor), name=customer.account, website=website, color=customer.color)
    with tenant(project):
        return edit_project(actor, project, allowed_domains=list(customer.domains))


def _key(actor: Actor, known: str | None) -> str:
    """The key that is already in the file, while it works; else a new one."""
    if known:
        try:
            if actor_by_key(known).id == actor.id:
                return known
        except SignInAgain:
            pass  # another database than the file's
    return issue_personal_key(actor, name="Demo")
