"""The OpenAPI 3.1 document of the REST API, built from the table of operations."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings

from panel.api.examples import example_of
from panel.api.once import HEADER, LONGEST
from panel.api.operation import Operation
from panel.api.operations import OPERATIONS
from panel.api.schema import Schema, Schemas
from panel.api.shapes import RefusalShape

REFUSALS = {
    400: "Something in this cannot be taken: `fields` says what.",
    401: "Without a key or a session, or with one that has ended.",
    403: "You have no right to do this, or have to show once more that it is you (`reauthenticate`).",
    404: "Missing, or not yours: the two look the same.",
    409: "Somebody was faster, or the last owner would go.",
    413: "The body is larger than we take.",
    415: "The body is of another type than the one described.",
    429: "Too fast: `Retry-After` says when to come back. How much is left stands with each answer (`RateLimit`).",
    503: "Nothing was done; the same again may work.",
}
OF_A_BODY = {413, 415}
OF_A_CHANGE = {409}
# draft-ietf-httpapi-ratelimit-headers: what stands with each answer to somebody who is known.
RATES: dict[str, Schema] = {
    "RateLimit-Policy": {
        "description": "How much may be asked: `q` at once, and all of it again within `w` seconds.",
        "schema": {"type": "string", "examples": ['"api_person";q=400;w=20']},
    },
    "RateLimit": {
        "description": "What is left of it: `r` requests now, and all again in `t` seconds.",
        "schema": {"type": "string", "examples": ['"api_person";r=399;t=1']},
    },
}
SIGNED_IN: list[Schema] = [{"key": []}, {"session": []}]


def document() -> Schema:
    """All of it. Bodies are closed: a field that is not in them is refused."""
    schemas, bodies = Schemas(), Schemas()
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, schemas, bodies)
    refusals = {f"Refused{status}": _refusal(status, text, schemas) for status, text in REFUSALS.items()}
    closed = {name: {**one, "additionalProperties": False} for name, one in bodies.components.items()}
    shapes = {**schemas.components, **closed}
    shown = {name: {**one, "examples": [example_of(one, shapes)]} for name, one in shapes.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Parley", "version": "1", "description": "Live chat: projects, conversations, and the account they belong to."},
        "servers": [{"url": settings.PARLEY_URL}],
        "tags": [{"name": tag} for tag in dict.fromkeys(one.tag for one in OPERATIONS)],
        "security": SIGNED_IN,
        "paths": paths,
        "components": {"schemas": shown, "responses": refusals, "headers": RATES, "securitySchemes": _schemes()},
    }


def _schemes() -> Schema:
    return {
        "key": {"type": "http", "scheme": "bearer", "description": "An API key. Its scopes say what it may do."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The panel's session; whatever changes something also wants the header X-CSRFToken.",
        },
    }


def _operation(operation: Operation, schemas: Schemas, bodies: Schemas) -> Schema:
    described: Schema = {
        "operationId": operation_id(operation),
        "tags": [operation.tag],
        "summary": str(operation.says),
        "parameters": [*_places(operation), *_questions(operation, schemas), *_once(operation)],
        "responses": {**_answers(operation, schemas), **_refusals(operation)},
    }
    if operation.body is not None:
        # Where no field is required, no body at all is the same as an empty one.
        wanted = bool(operation.body.__required_keys__)
        shape = bodies.of(operation.body)
        content = {"multipart/form-data": {"schema": shape}} if operation.form else _json(shape)
        described["requestBody"] = {"required": wanted, "content": content}
    if operation.people_only:
        described["security"] = [{"session": []}]
    return described


def operation_id(operation: Operation) -> str:
    """As `get_projects_project_conversations`: unique, since method and address are."""
    words = re.findall(r"[a-z]+", operation.path.removeprefix("/api/v1/"))
    return "_".join([operation.method, *words])


def _places(operation: Operation) -> list[Schema]:
    names = re.findall(r"{(\w+)}", operation.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}} for name in names]


def _questions(operation: Operation, schemas: Schemas) -> list[Schema]:
    return [{"name": name, "in": "query", "schema": schemas.of(hint)} for name, hint in operation.asks.items()]


def _once(operation: Operation) -> list[Schema]:
    says = "The same again within a day is done once: the answer is the first one's, with `Idempotent-Replayed: true`."
    header = {"name": HEADER, "in": "header", "description": says, "schema": {"type": "string", "maxLength": LONGEST}}
    return [header] if operation.method == "post" else []


def _answers(operation: Operation, schemas: Schemas) -> Schema:
    rates = {name: {"$ref": f"#/components/headers/{name}"} for name in RATES}
    if operation.answer is None:
        return {str(status): {"description": "Done.", "headers": rates} for status in operation.statuses}
    shape = schemas.of(operation.answer)
    if operation.listed:
        next_page = {"type": ["string", "null"], "description": "The cursor of the next page; null on the last."}
        properties = {"results": {"type": "array", "items": shape}, "next": next_page}
        shape = {"type": "object", "properties": properties, "required": ["results", "next"]}
    content = _json(shape, operation.example)
    return {str(status): {"description": SUCCESSES[status], "headers": rates, "content": content} for status in operation.statuses}


SUCCESSES = {200: "The answer.", 201: "It was made.", 202: "It has begun."}


def _refusals(operation: Operation) -> Schema:
    """What can be refused here: bodies only where there is one, conflicts only where something changes."""
    without = (set() if operation.body is not None else OF_A_BODY) | (OF_A_CHANGE if operation.method == "get" else set())
    return {str(status): {"$ref": f"#/components/responses/Refused{status}"} for status in REFUSALS if status not in without}


def _refusal(status: int, text: str, schemas: Schemas) -> Schema:
    answer: Schema = {"description": text, "content": _json(schemas.of(RefusalShape))}
    if status in (429, 503):
        answer["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return answer


def _json(schema: Schema, example: Any = None) -> Schema:
    return {"application/json": {"schema": schema, **({} if example is None else {"example": example})}}
