"""What strangers send to the door for the widget's own errors: 204 whatever it is, and nothing larger is read."""

from __future__ import annotations

import pytest
from django.test import Client

from widget.views.errors import LARGEST_BYTES


@pytest.mark.parametrize("body", ["[" * 4000, "[" * LARGEST_BYTES, "9" * LARGEST_BYTES, "\x00", '{"message": "\\ud800"}'])
def test_no_report_breaks_the_door(body: str) -> None:
    said = Client(raise_request_exception=False).post("/w/errors", body, content_type="text/plain")
    assert said.status_code == 204
