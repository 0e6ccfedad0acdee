"""The outsider test over HTTP: every address, every method, every reader."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.cast import CANARY, Cast
from tests.doors.conftest import SECRET
from tests.doors.table import DOORS, PUBLIC, REST, VISITORS, Door

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
NAMED = [(door, noun) for door in REST for noun in ("conversation", "visitor") if "{" + noun + "}" in door.url]
OUTSIDE_ACME = ("nobody", "gus", "emil")


def ids_of(cast: Cast) -> dict[str, str]:
    """The victim's ids, as an attacker may have learned them."""
    return {
        "project": str(cast.shop.public_id),
        "conversation": str(cast.talk.public_id),
        "visitor": str(cast.vera.public_id),
        "key": cast.shop.key,
    }


def fill(value: Any, ids: dict[str, str]) -> Any:
    """The same with ids in place of their names."""
    if isinstance(value, str):
        for name, one in ids.items():
            value = value.replace("{" + name + "}", one)
    elif isinstance(value, dict):
        return {name: fill(one, ids) for name, one in value.items()}
    elif isinstance(value, list):
        return [fill(one, ids) for one in value]
    return value


def knock(cast: Cast, reader: str, door: Door, ids: dict[str, str]) -> HttpResponse:
    """Ask at a door as somebody."""
    client = Client()
    headers: dict[str, str] = {}
    if reader in cast.users:
        client.force_login(cast.users[reader], backend=SIGN_IN)
    elif reader == "wanda":
        headers["Authorization"] = f"Bearer {cast.tokens['wanda'].token}"
    body = fill(door.body, ids)
    if reader == "wanda" and body and "token" in body:
        body["token"] = cast.tokens["wanda"].token
    extra = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return getattr(client, door.method)(fill(door.url, ids), headers=headers, SERVER_NAME="localhost", **extra)


def words_of(answer: HttpResponse) -> str:
    """Everything that an answer says, headers included."""
    return str(dict(answer.headers)) + answer.content.decode()


def routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the product with its view."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, before + _part(one))
        else:
            yield before + _part(one), one.callback


def _part(one: URLPattern | URLResolver) -> str:
    """An address's part, as Django joins it into `route`."""
    return str(one.pattern).removeprefix("^")


def route_of(door: Door) -> str:
    ids = {"project": str(uuid.UUID(int=1)), "conversation": str(uuid.UUID(int=2)), "visitor": "x", "key": "some-key"}
    return resolve(fill(door.url, ids).partition("?")[0]).route


class TestTheTable:
    def test_every_address_is_in_it(self) -> None:
        known = {route_of(door) for door in DOORS}
        unknown = {route for route, _ in routes(get_resolver().url_patterns)} - known
        assert not unknown, f"doors that the outsider test does not know: {sorted(unknown)}"

    def test_every_method_of_the_rest_api_is_in_it(self) -> None:
        known = {(route_of(door), door.method) for door in DOORS}
        classes = [(route, getattr(view, "cls", None)) for route, view in routes(get_resolver().url_patterns)]
        methods = {
            (route, method)
            for route, view in classes
            if view is not None
            for method in ("get", "post", "put", "patch", "delete")
            if hasattr(view, method)
        }
        assert methods, "the premise: there are such views"
        assert not methods - known, f"methods that the outsider test does not know: {sorted(methods - known)}"


@pytest.mark.parametrize("door", DOORS, ids=str)
class TestEveryDoor:
    def test_each_reader_gets_what_is_theirs(self, acme: Cast, door: Door) -> None:
        for reader, status in door.statuses.items():
            answer = knock(acme, reader, door, ids_of(acme))
            said = words_of(answer)
            assert answer.status_code == status, f"{reader}: {answer.status_code} {said[:500]}"
            if reader in ("vic", "oscar"):
                continue
            assert SECRET not in said, f"{reader} hears of Vera: {said[:500]}"
            if door in PUBLIC or door in VISITORS or reader == "wanda":
                continue
            assert "Acme Shop" not in said, f"{reader} hears of the shop: {said[:500]}"
            assert reader not in OUTSIDE_ACME or CANARY not in said, f"{reader} hears of Acme: {said[:500]}"
        if door.shows:
            assert SECRET in words_of(knock(acme, "oscar", door, ids_of(acme))), "the premise: the operator sees it"


@pytest.mark.parametrize("door", [door for door in REST if "{" in door.url or "{" in str(door.body)], ids=str)
class TestForeignAndAbsent:
    """TEN7: what is somebody else's and what does not exist cannot be told apart."""

    def test_a_project(self, acme: Cast, door: Door) -> None:
        foreign, absent = ids_of(acme), {**ids_of(acme), "project": str(uuid.uuid4())}
        for reader in ("gus", "lena", "emil", "nobody", "wanda"):
            same(knock(acme, reader, door, foreign), knock(acme, reader, door, absent))


class TestRowsOfAnotherProject:
    @pytest.mark.parametrize(("door", "noun"), NAMED, ids=[f"{door} {noun}" for door, noun in NAMED])
    def test_a_row_of_a_project_that_is_not_open(self, acme: Cast, door: Door, noun: str) -> None:
        mine = {**ids_of(acme), "project": str(acme.globex.public_id)}
        same(knock(acme, "gus", door, mine), knock(acme, "gus", door, {**mine, noun: str(uuid.uuid4())}), status=404)
        outlet = {**ids_of(acme), "project": str(acme.outlet.public_id)}
        for reader in ("lena", "olga"):
            there = knock(acme, reader, door, outlet)
            same(there, knock(acme, reader, door, {**outlet, noun: str(uuid.uuid4())}), status=404)
            assert SECRET not in words_of(there)


def same(one: HttpResponse, other: HttpResponse, *, status: int | None = None) -> None:
    """Both answers are equal in status, body and the names of their headers."""
    assert (one.status_code, one.content, set(one.headers)) == (other.status_code, other.content, set(other.headers))
    assert status is None or one.status_code == status, one.content
