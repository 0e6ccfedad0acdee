"""The OpenAPI document says what the doors do: all of them are in it, and real answers are of its shapes, no field more."""

from __future__ import annotations

import json
import re
from typing import Any, NotRequired, TypedDict

import pytest
import yaml
from django.test import Client
from jsonschema_rs import Draft202012Validator, meta

from panel.api.document import document
from panel.api.operation import Operation
from panel.api.operations import FEED, OPERATIONS
from panel.api.schema import Schemas
from panel.api.shapes import FramesBody
from tests.cast import Cast, cast, cast_of_class
from tests.doors.table import DOORS
from tests.panel.api.asking import Asker, ids_of_class

__all__ = ["cast", "cast_of_class", "ids_of_class"]
REST = "/api/v1/"
# The feed waits for news, on threads of its own: the outsider test knocks there.
ASKED = [one for one in OPERATIONS if one.asks is not FEED]
WITH_BODY = [one for one in ASKED if one.body not in (None, FramesBody)]


def nameless(path: str) -> str:
    """An address without the names of its places."""
    return re.sub(r"{\w+}", "{}", path.partition("?")[0].rstrip("/"))


def closed() -> dict[str, Any]:
    """The document, with no room in any shape for a field that it does not name. What else is in a reply, its frame decides."""
    described = document()
    for name, shape in described["components"]["schemas"].items():
        if name != "Reply":
            shape.setdefault("additionalProperties", False)
    return described


def faults(described: dict[str, Any], operation: Operation, answer: Any) -> list[str]:
    """What the document does not say of an answer."""
    said = described["paths"][operation.path][operation.method]["responses"].get(str(answer.status_code))
    if said is None:
        return [f"{answer.status_code} is not one of its answers: {answer.content!r}"]
    if "$ref" in said:
        said = described["components"]["responses"][said["$ref"].rpartition("/")[2]]
    if "content" not in said:
        return [answer.content] if answer.content else []
    schema = {**said["content"]["application/json"]["schema"], "components": described["components"]}
    return [error.message for error in Draft202012Validator(schema, validate_formats=True).iter_errors(json.loads(answer.content))]


class TestTheDocument:
    def test_each_shape_has_an_example_that_it_allows(self) -> None:
        described = document()
        shapes = described["components"]["schemas"]
        assert len(shapes) > 100
        wrong: dict[str, list[str]] = {}
        for name, shape in shapes.items():
            (example,) = shape["examples"]
            found = Draft202012Validator({**shape, "components": described["components"]}, validate_formats=True).iter_errors(example)
            wrong |= {name: [error.message for error in found]}
        assert not {name: errors for name, errors in wrong.items() if errors}

    def test_every_door_is_in_it_and_no_other(self) -> None:
        doors = {(door.method, nameless(door.url)) for door in DOORS if door.url.startswith(REST)}
        assert doors, "the premise: there are such doors"
        assert {(one.method, nameless(one.path)) for one in OPERATIONS} == doors

    def test_each_operation_has_a_name_of_its_own(self) -> None:
        names = [one["operationId"] for methods in document()["paths"].values() for one in methods.values()]
        assert len(names) == len(set(names)) == len(OPERATIONS)

    def test_it_holds_together(self) -> None:
        described = document()
        for shape in described["components"]["schemas"].values():
            meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **shape})
        known = {f"#/components/{kind}/{name}" for kind, parts in described["components"].items() for name in parts}
        named = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(described)))
        assert named and named <= known

    def test_examples_are_of_their_shapes(self) -> None:
        described = closed()
        shown = [one for one in OPERATIONS if one.example is not None]
        assert shown, "the premise: there are such examples"
        for operation in shown:
            said = described["paths"][operation.path][operation.method]["responses"]["200"]["content"]["application/json"]
            schema = {**said["schema"], "components": described["components"]}
            assert not [error.message for error in Draft202012Validator(schema, validate_formats=True).iter_errors(said["example"])]

    def test_bodies_are_closed(self) -> None:
        described = document()
        bodies = [one["requestBody"] for methods in described["paths"].values() for one in methods.values() if "requestBody" in one]
        names = {said["schema"]["$ref"].rpartition("/")[2] for body in bodies for said in body["content"].values()}
        assert len(names) > 5 and all(described["components"]["schemas"][name]["additionalProperties"] is False for name in names)


class _Inner(TypedDict):
    maybe: NotRequired[list[str | None]]


class TestATypedDict:
    def test_as_a_schema(self) -> None:
        schemas = Schemas()
        assert schemas.of(dict[str, _Inner]) == {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/_Inner"}}
        items = {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}
        assert schemas.components == {"_Inner": {"type": "object", "properties": {"maybe": items}}}

    def test_what_json_cannot_hold(self) -> None:
        with pytest.raises(TypeError):
            Schemas().of(set[int])


class TestThePages:
    @pytest.mark.parametrize("accept", ["", "*/*", "application/json", "application/vnd.oai.openapi+json", "text/html"])
    def test_json(self, accept: str) -> None:
        answer = Client().get("/api/schema/", headers={"Accept": accept} if accept else {})
        assert answer.status_code == 200 and answer.headers["Content-Type"].endswith("json") and "Accept" in answer.headers["Vary"]
        assert json.loads(answer.content) == document()

    @pytest.mark.parametrize("accept", ["application/yaml", "application/vnd.oai.openapi", "application/yaml, application/json;q=0.5"])
    def test_yaml(self, accept: str) -> None:
        answer = Client().get("/api/schema/", headers={"Accept": accept})
        assert yaml.safe_load(answer.content) == document()

    def test_the_page_shows_every_operation_and_asks_no_third_party(self) -> None:
        text = Client().get("/api/docs/").content.decode()
        assert all(f"<code>{one.path}</code>" in text and str(one.says) in text for one in OPERATIONS)
        assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1|localhost)[^"]*"', text)


@pytest.mark.parametrize("operation", ASKED, ids=lambda one: f"{one.method} {one.path}")
class TestRealAnswers:
    def test_of_somebody_who_may(self, cast: Cast, ids_of_class: dict[str, str], operation: Operation) -> None:
        answer = Asker(cast, "olga", ids_of_class).ask(operation)
        assert answer.status_code in operation.statuses, answer.content
        assert faults(closed(), operation, answer) == []

    def test_of_those_who_may_less(self, cast: Cast, ids_of_class: dict[str, str], operation: Operation) -> None:
        ids = ids_of_class
        for name in ("oscar", "gus"):
            answer = Asker(cast, name, ids).ask(operation)
            assert faults(closed(), operation, answer) == [], f"{name}: {answer.content}"
        answer = Client().generic(operation.method.upper(), operation.path.format(**ids))
        assert answer.status_code == 401 and faults(closed(), operation, answer) == []


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda one: f"{one.method} {one.path}")
class TestAFieldTooMany:
    def test_is_refused(self, cast: Cast, ids_of_class: dict[str, str], operation: Operation) -> None:
        answer = Asker(cast, "olga", ids_of_class).ask(operation, {"is_superuser": True})
        assert answer.status_code == 400 and set(answer.json()["error"]["fields"]) == {"is_superuser"}, answer.content
