"""The id that follows one request or socket from the browser to the log line and back in the error's text."""

from __future__ import annotations

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
