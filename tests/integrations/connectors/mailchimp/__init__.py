"""Mailchimp's stand-in: one audience."""

import hashlib

from tests.integrations.connectors.example import CANARY, Example
from tests.integrations.connectors.stand_in import Reply, Vendor

AUDIENCE = "/3.0/lists/abc123def4"
MEMBER = f"{AUDIENCE}/members/{hashlib.md5(b'camille@roy.example').hexdigest()}"
KEY = f"{CANARY}{'0' * 22}-us21"


def vendor() -> Vendor:
    return lambda asked: Reply(200, {"id": "abc123def4", "name": "Friends of the pottery"})


SETTINGS = {"audience": "abc123def4", "double_opt_in": True}
EXAMPLE = Example(SETTINGS, {"api_key": KEY}, "us21.api.mailchimp.com", vendor, (("PUT", ""),), once=True)
