"""Mattermost's stand-in."""

from tests.integrations.connectors.example import CANARY, Example
from tests.integrations.connectors.stand_in import Reply, Vendor

PATH = f"/team/hooks/{CANARY}"
NO_TEXT = {"id": "web.incoming_webhook.text.app_error", "message": "No text specified.", "status_code": 400}


def vendor() -> Vendor:
    return lambda asked: Reply(200, "ok") if asked.json.get("text") else Reply(400, NO_TEXT)


WEBHOOK = f"https://chat.fernhill.example{PATH}"
EXAMPLE = Example({"channel": "Sales"}, {"webhook_url": WEBHOOK}, "chat.fernhill.example", vendor, (("POST", PATH),))
