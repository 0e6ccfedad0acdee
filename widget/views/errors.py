"""A door for the widget's own errors: logged in a sample, stored nowhere."""

from __future__ import annotations

import json
import logging
import time

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.cards import mask_cards

log = logging.getLogger("widget.browser")

LARGEST_BYTES = 4096
# Lines a minute and process: enough to see what is wrong, too few to fill a disk.
A_MINUTE = 20
FIELDS = {"message": 300, "where": 200, "request_id": 64, "key": 32, "build": 64}


class Sample:
    """Lets the first few of each minute through."""

    def __init__(self, a_minute: int) -> None:
        self.a_minute = a_minute
        self.minute, self.seen = 0, 0

    def takes(self) -> bool:
        minute = int(time.monotonic() // 60)
        if minute != self.minute:
            self.minute, self.seen = minute, 0
        self.seen += 1
        return self.seen <= self.a_minute


sample = Sample(A_MINUTE)


@csrf_exempt
@require_POST
def errors(request: HttpRequest) -> HttpResponse:
    """`POST /w/errors {message, where, request_id, key, build}`. Answers 204 whatever it thinks of it."""
    if len(request.body) <= LARGEST_BYTES and sample.takes():
        try:
            report = json.loads(request.body)
        except (ValueError, RecursionError):
            report = None
        if isinstance(report, dict):
            fields = {f"browser_{name}": mask_cards(str(report.get(name, "")))[:most] for name, most in FIELDS.items()}
            log.warning("widget_error", extra=fields)
    return HttpResponse(status=204)
