"""A customer's own server, which takes a webhook: that it verifies is looked at with the double, here only that it is asked."""

from tests.integrations.connectors.example import Example
from tests.integrations.connectors.stand_in import Reply, Vendor


def vendor() -> Vendor:
    return lambda asked: Reply(204, "") if asked.headers.get("webhook-signature", "").startswith("v1,") else Reply(401, "not signed")


EXAMPLE = Example(
    {"url": "https://api.fernhill.example/parley"},
    {},
    "api.fernhill.example",
    vendor,
    (("POST", "/parley"),),
    body_at_most=2 * 1024 * 1024,
    patient=True,
)
