"""The REST API described: for machines at `/api/schema/`, for people at `/api/docs/`. Open to everybody; nobody's data is in it."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from panel.api.document import REFUSALS, document

JSON = "application/json"
OPENAPI_JSON = "application/vnd.oai.openapi+json"
YAML = ("application/yaml", "application/vnd.oai.openapi", "text/yaml")


@require_safe
@vary_on_headers("Accept")
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, as JSON unless YAML is asked for."""
    wanted = request.get_preferred_type([JSON, OPENAPI_JSON, *YAML]) or JSON
    if wanted in YAML:
        return HttpResponse(yaml.safe_dump(document(), sort_keys=False, allow_unicode=True), content_type=f"{wanted}; charset=utf-8")
    return HttpResponse(json.dumps(document(), ensure_ascii=False), content_type=wanted)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """A page of all operations, by noun, and of the shapes that they speak of."""
    described = document()
    operations = [_row(path, method, one) for path, methods in described["paths"].items() for method, one in methods.items()]
    order = [tag["name"] for tag in described["tags"]]
    operations.sort(key=lambda row: order.index(row["tag"]))
    shapes = [(name, _fields(one), _written(one["examples"][0])) for name, one in sorted(described["components"]["schemas"].items())]
    nouns = [(tag, list(rows)) for tag, rows in groupby(operations, key=lambda row: row["tag"])]
    return render(request, "api_docs.html", {"nouns": nouns, "shapes": shapes, "refusals": REFUSALS})


def _row(path: str, method: str, one: dict[str, Any]) -> dict[str, Any]:
    answers = {status: answer for status, answer in one["responses"].items() if status < "400"}
    content = next(iter(answers.values())).get("content")
    return {
        "tag": one["tags"][0],
        "method": method.upper(),
        "path": path,
        "says": one["summary"],
        "asks": [(asked["name"], _asked(asked["schema"])) for asked in one["parameters"] if asked["in"] == "query"],
        "body": words_of(next(iter(one["requestBody"]["content"].values()))["schema"]) if "requestBody" in one else None,
        **(_answer(content[JSON]["schema"]) if content else {}),
        "statuses": ", ".join(answers),
    }


def _asked(schema: dict[str, Any]) -> str:
    return str(schema.get("description") or words_of(schema))


def _answer(schema: dict[str, Any]) -> dict[str, Any]:
    """The name of the shape that is answered, and whether a list of it."""
    listed = "properties" in schema
    return {"answer": words_of(schema["properties"]["results"]["items"] if listed else schema), "listed": listed}


def _written(example: Any) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2)


def _fields(shape: dict[str, Any]) -> list[tuple[str, str, bool]]:
    required = shape.get("required", ())
    return [(name, words_of(one), name in required) for name, one in shape["properties"].items()]


def words_of(schema: dict[str, Any]) -> str:
    """A schema in a few words: `[Message]`, `string or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " or ".join(words_of(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{words_of(schema['items'])}]"
    if schema.get("type") == "object" and "properties" in schema:
        return "{" + ", ".join(f"{name}: {words_of(one)}" for name, one in schema["properties"].items()) + "}"
    kind = schema.get("type", "anything")
    return " or ".join(kind) if isinstance(kind, list) else str(schema.get("format") or kind)
