"""Adding a project, pasting its tag, changing its settings."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.access import actors_of, projects_of
from accounts.models import Project, Role, User
from accounts.tenancy import tenant
from tests.cast import Cast

NEW = {"name": "Acme Shop", "website": "https://www.acme.example/shop", "color": "#2D4A9A"}
SETTINGS = {
    "name": "Acme",
    "website": "acme.example",
    "color": "#1E5A34",
    "greeting": "",
    "allowed_domains": "acme.example\r\n*.acme.example\r\nacme.example:8443\r\nhttp://old.acme.example\r\n",
    "typing_preview": "on",
}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def newcomer() -> User:
    """Nora has signed up and has no account yet."""
    return User.objects.create_user("nora@nowhere.example", name="Nora")


def names(user: User) -> list[str]:
    """The projects a person may enter."""
    return [project.name for actor in actors_of(user) for project in projects_of(actor)]


def read_again(cast: Cast) -> Project:
    with tenant(cast.shop):
        project: Project = Project.objects.get(pk=cast.shop.pk)
        return project


class TestNewProject:
    def test_the_first_project_opens_an_account(self, cast: Cast) -> None:
        nora = newcomer()
        answer = client_of(nora).post("/panel/projects/new/", NEW)
        (actor,) = actors_of(nora)
        (project,) = projects_of(actor)
        assert answer.headers["Location"] == f"/panel/{project.public_id}/install/"
        assert (actor.role, project.name, project.website, project.color) == (Role.OWNER, "Acme Shop", "www.acme.example", "#2D4A9A")
        assert "www.acme.example" in project.allowed_domains

    def test_the_next_one_stands_in_the_same_account(self, cast: Cast) -> None:
        client_of(cast.users["olga"]).post("/panel/projects/new/", {**NEW, "name": "Acme Mugs"})
        assert "Acme Mugs" in names(cast.users["ada"])
        assert len(actors_of(cast.users["olga"])) == 1

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
    def test_what_cannot_be_taken_is_said_and_kept(self, cast: Cast, field: str, value: str, sentence: str) -> None:
        nora = newcomer()
        page = client_of(nora).post("/panel/projects/new/", {**NEW, field: value}).content.decode()
        assert sentence in page and 'aria-invalid="true"' in page
        assert all(f'value="{kept}"' in page for name, kept in NEW.items() if name != field)
        assert actors_of(nora) == []

    @pytest.mark.parametrize("who", ["oscar", "vic", "lena"])
    def test_owners_and_admins_only(self, cast: Cast, who: str) -> None:
        before = names(cast.users["olga"])
        assert client_of(cast.users[who]).post("/panel/projects/new/", NEW).status_code == 403
        assert names(cast.users["olga"]) == before

    def test_signed_out(self) -> None:
        assert Client().get("/panel/projects/new/").headers["Location"].startswith("/accounts/login/")


class TestInstall:
    def test_the_tag_is_there_to_copy(self, cast: Cast) -> None:
        page = client_of(cast.users["oscar"]).get(f"/panel/{cast.shop.public_id}/install/").content.decode()
        assert f"/w/{cast.shop.key}.js" in page
        assert f'data-first-visitor="{cast.shop.public_id}"' in page
        assert 'href="https://acme.example/"' in page

    @pytest.mark.parametrize("who", ["gus", "lena", "emil"])
    def test_for_an_outsider_it_is_not_there(self, cast: Cast, who: str) -> None:
        client = client_of(cast.users[who])
        for page in ("install", "settings"):
            assert client.get(f"/panel/{cast.shop.public_id}/{page}/").status_code == 404
        assert client.post(f"/panel/{cast.shop.public_id}/settings/", SETTINGS).status_code == 404
        assert read_again(cast).name == cast.shop.name


class TestSettings:
    def test_everything_is_saved(self, cast: Cast) -> None:
        client = client_of(cast.users["ada"])
        answer = client.post(f"/panel/{cast.shop.public_id}/settings/", SETTINGS)
        assert "Saved" in client.get(answer.headers["Location"]).content.decode()
        saved = read_again(cast)
        assert (saved.name, saved.color, saved.live_visitors, saved.typing_preview) == ("Acme", "#1E5A34", False, True)
        assert saved.allowed_domains == ["acme.example", "*.acme.example", "acme.example:8443", "http://old.acme.example"]

    @pytest.mark.parametrize("domains", ["", "  \r\n ", "acme.example\r\nno domain", "https://*", "a.example;script-src *"])
    def test_domains_that_cannot_be_are_named(self, cast: Cast, domains: str) -> None:
        changes = {**SETTINGS, "allowed_domains": domains}
        answer = client_of(cast.users["olga"]).post(f"/panel/{cast.shop.public_id}/settings/", changes)
        assert answer.status_code == 200
        assert 'id="id_allowed_domains_note"' in answer.content.decode()
        assert read_again(cast).allowed_domains == cast.shop.allowed_domains

    @pytest.mark.parametrize("who", ["oscar", "vic"])
    def test_owners_and_admins_only(self, cast: Cast, who: str) -> None:
        client = client_of(cast.users[who])
        assert client.get(f"/panel/{cast.shop.public_id}/settings/").status_code == 403
        assert client.post(f"/panel/{cast.shop.public_id}/settings/", SETTINGS).status_code == 403
        assert read_again(cast).name == cast.shop.name
