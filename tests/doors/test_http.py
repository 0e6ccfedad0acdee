"""The outsider test over HTTP: every address, every method, every reader."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from accounts.models import ApiKey, Erasure, Export, Grant, Invitation
from accounts.tenancy import account, tenant
from chat.models import Attachment, CannedReply, Department, Macro, SavedView, Tag
from integrations.models import Delivery, Integration
from panel.imports.models import Import
from tests.cast import CANARY, Cast
from tests.doors import tally
from tests.doors.conftest import SECRET
from tests.doors.kinds import Door
from tests.doors.readers import INSIDERS, OUTSIDE_ACME, READERS, Street, browser_of, ids_for
from tests.doors.table import DOORS, PUBLIC, REST, VISITORS
from widget.help.models import Article, Category
from widget.mail.models import Arrival
from widget.rules.models import Rule

NAMED = [(door, noun) for door in REST for noun in ("conversation", "visitor", "file", "mail") if "{" + noun + "}" in door.url]


# They knock at the victim's project itself.
ABSENT_FOR = ("nobody", "wanda", "gus", "key_gus", "emil", "lena", "service_outlet", "key_blind", "key_expired")


def ids_of(cast: Cast) -> dict[str, str]:
    """The victim's ids, as an attacker may have learned them."""
    return {
        "project": str(cast.shop.public_id),
        "conversation": str(cast.talk.public_id),
        "visitor": str(cast.vera.public_id),
        "key": cast.shop.key,
        "slug": cast.shop.slug,
        **_rows_of_the_project(cast),
        **_rows_of_the_account(cast),
    }


def _rows_of_the_account(cast: Cast) -> dict[str, str]:
    with account(cast.shop.account_id):
        return {
            "member": cast.olga.ref,
            "invitation": str(Invitation.objects.get().public_id),
            "api_key": str(ApiKey.objects.get(name__endswith=SECRET).public_id),
            "export": str(Export.objects.get().public_id),
            "import": str(Import.objects.get().public_id),
            "erasure": str(Erasure.objects.get().public_id),
            "grant": str(Grant.objects.get().public_id),
        }


def _rows_of_the_project(cast: Cast) -> dict[str, str]:
    with tenant(cast.shop):
        webhook: Integration = Integration.objects.get()
        delivery: Delivery = Delivery.objects.get()
        rule: Rule = Rule.objects.get(name__endswith=SECRET)
        file: Attachment = Attachment.objects.get()
        mail: Arrival = Arrival.objects.get()
        found: dict[str, Any] = {"integration": webhook, "delivery": delivery, "rule": rule, "file": file, "mail": mail}
        found["department"] = Department.objects.get()
        found["article"], found["topic"] = Article.objects.get(), Category.objects.get()
        found |= {
            "tag": Tag.objects.get(),
            "reply": CannedReply.objects.get(),
            "macro": Macro.objects.get(),
            "view": SavedView.objects.get(),
        }
        return {"number": "2", **{name: str(row.public_id) for name, row in found.items()}}  # Oscar's note


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


@dataclass(frozen=True)
class Heard:
    """What an answer said, to its last byte."""

    status: int
    content: bytes
    headers: dict[str, str]

    @property
    def words(self) -> str:
        return str(self.headers) + self.content.decode()


def knock(street: Street, reader: str, door: Door, ids: dict[str, str]) -> Heard:
    """Ask at a door as somebody. What it changes is undone, so that the next reader finds the door as it was."""
    ids = ids_for(street, reader, ids)
    body = fill(door.body, ids)
    if reader == "wanda" and body and "token" in body:
        body["token"] = street.tokens["wanda"].token
    extra = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    with transaction.atomic():
        answer = getattr(browser_of(street, reader), door.method)(fill(door.url, ids), SERVER_NAME="localhost", **extra)
        heard = Heard(answer.status_code, answer.getvalue(), dict(answer.headers))
        transaction.set_rollback(True)
    return heard


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
    rows = (
        "member",
        "invitation",
        "api_key",
        "grant",
        "export",
        "erasure",
        "import",
        "integration",
        "delivery",
        "rule",
        "file",
        "mail",
        "department",
        "article",
        "topic",
    )
    ids = {name: str(uuid.UUID(int=9)) for name in rows}
    ids |= {"project": str(uuid.UUID(int=1)), "conversation": str(uuid.UUID(int=2)), "visitor": "x", "key": "some-key", "slug": "some-shop"}
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
    def test_each_reader_gets_what_is_theirs(self, acme: Street, door: Door) -> None:
        assert set(door.statuses) == set(READERS), "the status of each reader is decided"
        ids = ids_of(acme)
        heard = {reader: knock(acme, reader, door, ids) for reader in READERS}
        wrong = {reader: said.status for reader, said in heard.items() if said.status != door.statuses[reader]}
        assert not wrong, f"{wrong} {[heard[reader].words[-300:] for reader in wrong]}"
        for reader, said in heard.items():
            tally.note("HTTP", door, reader)
            nothing_of_acme(door, reader, said)
        if door.shows:
            assert SECRET in heard["oscar"].words, "the premise: the operator sees it"


def nothing_of_acme(door: Door, reader: str, said: Heard) -> None:
    """Nothing that a reader may not hear is in an answer; in a refusal there is nothing for anybody."""
    if reader in INSIDERS and said.status < 300:
        return
    assert SECRET not in said.words, f"{reader} hears of Vera: {said.words[:500]}"
    if door in PUBLIC or door in VISITORS or reader == "wanda" or reader in INSIDERS:
        return
    assert "Acme Shop" not in said.words, f"{reader} hears of the shop: {said.words[:500]}"
    assert reader not in OUTSIDE_ACME or CANARY not in said.words, f"{reader} hears of Acme: {said.words[:500]}"


@pytest.mark.parametrize("door", [door for door in REST if "{" in door.url or "{" in str(door.body)], ids=str)
class TestForeignAndAbsent:
    """TEN7: what is somebody else's and what does not exist cannot be told apart."""

    def test_a_project(self, acme: Street, door: Door) -> None:
        foreign, absent = ids_of(acme), {**ids_of(acme), "project": str(uuid.uuid4())}
        for reader in ABSENT_FOR:
            same(knock(acme, reader, door, foreign), knock(acme, reader, door, absent))


class TestRowsOfAnotherProject:
    @pytest.mark.parametrize(("door", "noun"), NAMED, ids=[f"{door} {noun}" for door, noun in NAMED])
    def test_a_row_of_a_project_that_is_not_open(self, acme: Street, door: Door, noun: str) -> None:
        mine = {**ids_of(acme), "project": str(acme.globex.public_id)}
        same(knock(acme, "gus", door, mine), knock(acme, "gus", door, {**mine, noun: str(uuid.uuid4())}), status=404)
        outlet = {**ids_of(acme), "project": str(acme.outlet.public_id)}
        for reader in ("lena", "olga", "service_outlet"):
            there = knock(acme, reader, door, outlet)
            same(there, knock(acme, reader, door, {**outlet, noun: str(uuid.uuid4())}), status=404)
            assert SECRET not in there.words


def same(one: Heard, other: Heard, *, status: int | None = None) -> None:
    """Both answers are equal in status, body and the names of their headers."""
    assert (one.status, one.content, set(one.headers)) == (other.status, other.content, set(other.headers))
    assert status is None or one.status == status, one.content
