"""Adding a project, pasting its tag, changing its settings."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.access import actors_of, projects_of
from accounts.actions.add_project import add_project
from accounts.actions.open_account import open_account
from accounts.models import Member, Project, Role, User
from accounts.tenancy import account

pytestmark = pytest.mark.django_db

NEW = {"name": "Acme Shop", "website": "https://www.acme.example/shop", "color": "#2D4A9A"}
SETTINGS = {
    "name": "Acme",
    "website": "acme.example",
    "color": "#1E5A34",
    "greeting": "",
    "allowed_domains": "acme.example\r\n*.acme.example\r\nacme.example:8443\r\nhttp://old.acme.example\r\n",
    "typing_preview": "on",
}


def person(name: str) -> User:
    return User.objects.create_user(f"{name.lower()}@acme.example", name=name)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def owner_with_project(name: str) -> tuple[User, Project]:
    """A person with an account and one project."""
    user = person(name)
    opened = open_account(user, name=f"{name}'s")
    return user, add_project(actors_of(user)[0], opened, name=f"{name} Shop", website=f"{name.lower()}.example")


def colleague_of(owner: User, name: str, role: Role) -> User:
    """Another member of the owner's account."""
    user, account_id = person(name), actors_of(owner)[0].account_id
    with account(account_id):
        Member(account_id=account_id, user=user, name=name, role=role).save(force_insert=True)
    return user


def read_again(user: User) -> Project:
    return projects_of(actors_of(user)[0])[0]


class TestNewProject:
    def test_the_first_project_opens_an_account(self) -> None:
        olga = person("Olga")
        answer = client_of(olga).post("/panel/projects/new/", NEW)
        (actor,) = actors_of(olga)
        (project,) = projects_of(actor)
        assert answer.headers["Location"] == f"/panel/{project.public_id}/install/"
        assert (actor.role, project.name, project.website, project.color) == (Role.OWNER, "Acme Shop", "www.acme.example", "#2D4A9A")
        assert "www.acme.example" in project.allowed_domains

    def test_the_next_one_stands_in_the_same_account(self) -> None:
        olga, _ = owner_with_project("Olga")
        client_of(olga).post("/panel/projects/new/", NEW)
        (actor,) = actors_of(olga)
        assert [project.name for project in projects_of(actor)] == ["Acme Shop", "Olga Shop"]

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("name", " ", "Visitors see this name"),
            ("name", "x" * 121, "at most 120 characters"),
            ("website", "", "Write the address"),
            ("website", "not a domain", "This is not an address"),
            ("website", "javascript:alert(1)", "This is not an address"),
            ("color", "red", "Write a colour like"),
            ("color", "#12345", "Write a colour like"),
        ],
    )
    def test_what_cannot_be_taken_is_said_and_kept(self, field: str, value: str, sentence: str) -> None:
        olga = person("Olga")
        page = client_of(olga).post("/panel/projects/new/", {**NEW, field: value}).content.decode()
        assert sentence in page and 'aria-invalid="true"' in page
        assert all(f'value="{kept}"' in page for name, kept in NEW.items() if name != field)
        assert actors_of(olga) == []

    def test_an_operator_may_not(self) -> None:
        olga, _ = owner_with_project("Olga")
        oscar = colleague_of(olga, "Oscar", Role.OPERATOR)
        assert client_of(oscar).post("/panel/projects/new/", NEW).status_code == 403
        assert len(projects_of(actors_of(olga)[0])) == 1

    def test_signed_out(self) -> None:
        assert Client().get("/panel/projects/new/").headers["Location"].startswith("/accounts/login/")


class TestInstall:
    def test_the_tag_is_there_to_copy(self) -> None:
        olga, project = owner_with_project("Olga")
        page = client_of(olga).get(f"/panel/{project.public_id}/install/").content.decode()
        assert f"/w/{project.key}.js" in page and f'data-first-visitor="{project.public_id}"' in page
        assert 'href="https://olga.example/"' in page

    def test_somebody_elses_project_is_not_there(self) -> None:
        _, project = owner_with_project("Olga")
        gus, _ = owner_with_project("Gus")
        for page in ("install", "settings"):
            assert client_of(gus).get(f"/panel/{project.public_id}/{page}/").status_code == 404
        assert client_of(gus).post(f"/panel/{project.public_id}/settings/", SETTINGS).status_code == 404


class TestSettings:
    def test_everything_is_saved(self) -> None:
        olga, project = owner_with_project("Olga")
        client = client_of(olga)
        answer = client.post(f"/panel/{project.public_id}/settings/", SETTINGS)
        assert "Saved" in client.get(answer.headers["Location"]).content.decode()
        saved = read_again(olga)
        assert (saved.name, saved.color, saved.live_visitors, saved.typing_preview) == ("Acme", "#1E5A34", False, True)
        assert saved.allowed_domains == ["acme.example", "*.acme.example", "acme.example:8443", "http://old.acme.example"]

    @pytest.mark.parametrize("domains", ["", "  \r\n ", "acme.example\r\nno domain", "https://*", "a.example;script-src *"])
    def test_domains_that_cannot_be_are_named(self, domains: str) -> None:
        olga, project = owner_with_project("Olga")
        answer = client_of(olga).post(f"/panel/{project.public_id}/settings/", {**SETTINGS, "allowed_domains": domains})
        assert answer.status_code == 200 and 'id="id_allowed_domains_note"' in answer.content.decode()
        assert read_again(olga).allowed_domains == project.allowed_domains

    def test_an_operator_may_not(self) -> None:
        olga, project = owner_with_project("Olga")
        oscar = client_of(colleague_of(olga, "Oscar", Role.OPERATOR))
        assert oscar.get(f"/panel/{project.public_id}/settings/").status_code == 403
        assert oscar.post(f"/panel/{project.public_id}/settings/", SETTINGS).status_code == 403
        assert read_again(olga).name == "Olga Shop"
