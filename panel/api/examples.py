"""What each shape looks like when it is filled: made from its schema, with a value for each name that a reader can tell apart."""

from __future__ import annotations

from typing import Any

from panel.api.schema import Schema

DEEPEST = 6  # a shape that holds itself ends here
MOMENT, DAY, UUID = "2026-11-23T11:58:02.000Z", "2026-11-23", "0c9f7a34-4a0d-4c57-8e0c-7d9b1e6f5c03"
WORDS = {
    "name": "Ruth Miller",
    "text": "Does the blue bowl fit into the parcel?",
    "comment": "Answered before I had finished asking.",
    "email": "ruth@example.com",
    "phone": "+351 910 000 000",
    "url": "https://shop.example/bowls",
    "website": "shop.example",
    "slug": "is-the-ash-glaze-dishwasher-safe",
    "title": "Is the ash glaze dishwasher safe?",
    "body": "It is. **Up to 65 °C.**",
    "excerpt": "It is. Up to 65 °C.",
    "tag": "pre-sale",
    "tags": "pre-sale",
    "color": "#0b5c6b",
    "role": "operator",
    "locale": "en",
    "zone": "Europe/Lisbon",
    "currency": "EUR",
    "shortcut": "hello",
    "detail": "Something in this cannot be taken.",
    "code": "invalid",
    "reason": "The order was changed.",
    "allowed_domains": "shop.example",
    "avatar": "https://chat.example/files/avatar",
    "device": "Computer, Firefox",
    "referrer": "https://search.example/",
}
MOMENTS = ("at", "since", "until", "_at", "_since", "_until")
IDS = (
    "id",
    "conversation",
    "project",
    "visitor",
    "member",
    "department",
    "integration",
    "forward",
    "assignee",
    "account",
    "rule",
    "client_id",
)
COUNTED = {"number": 1042, "score": 5, "size": 48_200, "width": 1200, "height": 800, "weekday": 1, "hour": 20}


def example_of(schema: Schema, components: dict[str, Schema], name: str = "", depth: int = 0) -> Any:
    """A value that the schema allows; `name` is the field's, from which a text takes its words."""
    if "$ref" in schema:
        component = str(schema["$ref"]).rpartition("/")[2]
        return example_of(components[component], components, name or component, depth + 1)
    if "enum" in schema:
        return next((one for one in schema["enum"] if one != ""), "")
    if "anyOf" in schema:
        chosen = [one for one in schema["anyOf"] if one.get("type") != "null"]
        return None if depth > DEEPEST else example_of(chosen[0], components, name, depth)
    if schema.get("type") == "array":
        return [] if depth > DEEPEST else [example_of(schema["items"], components, name, depth)]
    if schema.get("type") == "object":
        return _object(schema, components, depth)
    return _plain(schema, name)


def _object(schema: Schema, components: dict[str, Schema], depth: int) -> dict[str, Any]:
    if "properties" in schema:
        return {field: example_of(one, components, field, depth) for field, one in schema["properties"].items()}
    inside = schema.get("additionalProperties")
    return {} if not isinstance(inside, dict) or not inside else {"plan": example_of(inside, components, "plan", depth)}


def _plain(schema: Schema, name: str) -> Any:
    kind = schema.get("type")
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return min(max(COUNTED.get(name, 3), schema.get("minimum", 0)), schema.get("maximum", 1 << 30))
    return _text(schema.get("format"), name)[: schema.get("maxLength", 10_000)] if kind == "string" else None


def _text(form: str | None, name: str) -> str:
    if form in ("uuid", "date", "date-time", "uri", "email"):
        return {"uuid": UUID, "date": DAY, "date-time": MOMENT, "uri": WORDS["url"], "email": WORDS["email"]}[form]
    if name in WORDS:
        return WORDS[name]
    if name in IDS or name.endswith("_id"):
        return UUID
    return MOMENT if name.endswith(MOMENTS) else name.replace("_", " ")
