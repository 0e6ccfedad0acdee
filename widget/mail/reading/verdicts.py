"""What was found out about a mail's sender by those who received it: SPF, DKIM, DMARC. Kept, and shown to operators.

Only our own mail server's words count: any sender can write an `Authentication-Results` header, so ours has to be the topmost one, and
under the name that the settings give.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings

from widget.mail.reading.parsing import Read

KNOWN = {"pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy"}
# As SES calls it.
BY_SES = {"PASS": "pass", "FAIL": "fail", "GRAY": "none", "PROCESSING_FAILED": "temperror"}
_METHOD = re.compile(r"(?:^|;)\s*(spf|dkim|dmarc)\s*=\s*([a-z]{1,10})", re.IGNORECASE)


class Verdicts(NamedTuple):
    spf: str = "none"
    dkim: str = "none"
    dmarc: str = "none"


def of_headers(mail: Read) -> Verdicts:
    """From the topmost Authentication-Results (RFC 8601), where it is our own mail server's."""
    found = mail.headers("Authentication-Results")
    if not found or not settings.MAIL_AUTHSERV_ID:
        return Verdicts()
    name, _, rest = found[0].partition(";")
    if name.split()[:1] != [settings.MAIL_AUTHSERV_ID] and name.strip().lower() != settings.MAIL_AUTHSERV_ID:
        return Verdicts()
    told: dict[str, str] = {}
    for method, result in _METHOD.findall(";" + rest):
        told.setdefault(method.lower(), result.lower() if result.lower() in KNOWN else "none")
    return Verdicts(**told)


def of_ses(receipt: Mapping[str, Any]) -> Verdicts:
    """From the receipt that SES sends along."""

    def one(name: str) -> str:
        verdict = receipt.get(f"{name}Verdict")
        return BY_SES.get(str(verdict.get("status", "")).upper(), "none") if isinstance(verdict, dict) else "none"

    return Verdicts(one("spf"), one("dkim"), one("dmarc"))
