"""The panel's shell: whose it is, what it hands to the browser, and where /panel/ leads."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import CANARY, Cast


@pytest.fixture(autouse=True)
def build(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser code need not be built for these tests."""
    monkeypatch.setattr("accounts.templatetags.assets.built", lambda name: name)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def data_in(answer: Any) -> dict[str, Any]:
    found = re.search(r'<script id="panel-data" type="application/json">(.*?)</script>', answer.content.decode(), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


class TestShell:
    @pytest.mark.parametrize("place", ["inbox/", "visitors/", "inbox/6f2c4f0e-3c0f-4c4e-9f8b-7a8a1f0d2b11/"])
    def test_is_the_same_for_each_of_the_apps_addresses(self, cast: Cast, place: str) -> None:
        answer = client_of(cast.users["oscar"]).get(f"/panel/{cast.shop.public_id}/{place}")
        assert answer.status_code == 200
        assert data_in(answer)["project"] == str(cast.shop.public_id)

    def test_names_the_member_and_their_projects(self, cast: Cast) -> None:
        data = data_in(client_of(cast.users["oscar"]).get(f"/panel/{cast.shop.public_id}/inbox/"))
        assert data["member"]["id"] == cast.oscar.ref
        waiting = {project["id"]: project["waiting"] for project in data["projects"]}
        assert waiting == {str(cast.shop.public_id): 1, str(cast.outlet.public_id): 0}

    def test_a_limited_operator_sees_their_projects_only(self, cast: Cast) -> None:
        client = client_of(cast.users["lena"])
        data = data_in(client.get(f"/panel/{cast.outlet.public_id}/inbox/"))
        assert [project["id"] for project in data["projects"]] == [str(cast.outlet.public_id)]
        assert client.get(f"/panel/{cast.shop.public_id}/inbox/").status_code == 404

    @pytest.mark.parametrize("outsider", ["gus", "emil"])
    def test_an_outsider_gets_what_a_missing_project_gets(self, cast: Cast, outsider: str) -> None:
        answer = client_of(cast.users[outsider]).get(f"/panel/{cast.shop.public_id}/inbox/")
        assert answer.status_code == 404
        assert CANARY not in answer.content.decode()

    def test_a_stranger_signs_in_first(self, cast: Cast) -> None:
        answer = Client().get(f"/panel/{cast.shop.public_id}/inbox/")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")

    def test_is_never_kept_by_a_cache(self, cast: Cast) -> None:
        answer = client_of(cast.users["oscar"]).get(f"/panel/{cast.shop.public_id}/inbox/")
        assert "no-store" in answer.headers["Cache-Control"]


class TestHome:
    def test_leads_to_the_project_looked_at_last(self, cast: Cast) -> None:
        client = client_of(cast.users["oscar"])
        for project in (cast.shop, cast.outlet):
            client.get(f"/panel/{project.public_id}/inbox/")
            assert client.get("/panel/").headers["Location"] == f"/panel/{project.public_id}/inbox/"

    def test_leads_a_person_without_a_project_to_their_first(self, cast: Cast) -> None:
        assert client_of(cast.users["emil"]).get("/panel/").headers["Location"] == "/panel/projects/new/"
