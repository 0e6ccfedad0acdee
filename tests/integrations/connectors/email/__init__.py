"""Mail needs no stand-in: Django's outbox is what leaves."""

from tests.integrations.connectors.example import Example

EXAMPLE = Example({"address": "orders@fernhill.example"}, {})
