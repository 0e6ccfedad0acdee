"""Slack's stand-in."""

from tests.integrations.connectors.example import CANARY, Example
from tests.integrations.connectors.stand_in import Reply, Vendor

PATH = f"/services/T0001/B0001/{CANARY}"


def vendor() -> Vendor:
    return lambda asked: Reply(200, "ok") if asked.json.get("text") else Reply(400, "no_text")


EXAMPLE = Example({"channel": "#sales"}, {"webhook_url": f"https://hooks.slack.com{PATH}"}, "hooks.slack.com", vendor, (("POST", PATH),))
