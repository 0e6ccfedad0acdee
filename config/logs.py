"""Structured logs: one JSON object a line, with the request's id, and never a token, cookie or body."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from accounts.tracing import request_id

# What logging itself puts on a record; everything else came from `extra=` and is ours to print.
_OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "taskName", "response"}


# Links of mails have their secret in the path, and Django's own loggers write paths too.
_SECRET_PATH = re.compile(r"(/accounts/(?:confirm-email|password/reset/key)/)[^/\s?]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def _event_of(record: logging.LogRecord) -> str:
    """What happened, without the secrets of mailed links."""
    return _SECRET_PATH.sub(r"\1…", record.getMessage())


class JsonLines(logging.Formatter):
    """One line of ASCII JSON: whatever a visitor wrote, it has no line end in it and is no half surrogate."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event_of(record),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        line |= {key: value for key, value in vars(record).items() if key not in _OWN}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class TextLines(logging.Formatter):
    """For people: time, level, logger, words, and the request's id."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        tail = f" [{request_id.get()}]" if request_id.get() else ""
        extra = "".join(f" {key}={value!r}" for key, value in vars(record).items() if key not in _OWN)
        # A terminal obeys escape sequences: a visitor's path must not clear a developer's screen.
        event = _CONTROL.sub(lambda found: repr(found[0])[1:-1], _event_of(record))
        text = f"{at} {record.levelname.lower():7} {record.name}: {event}{extra}{tail}"
        return text + ("\n" + self.formatException(record.exc_info) if record.exc_info else "")


def logging_config(*, json_lines: bool) -> dict[str, Any]:
    """The dictConfig for this process: everything to stderr, in one of the two forms."""
    form = JsonLines if json_lines else TextLines
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": f"{form.__module__}.{form.__qualname__}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "daphne": {"level": "WARNING"},
            "django.server": {"level": "WARNING"},
            "django.channels": {"level": "WARNING"},
            "celery": {"level": "WARNING"},
        },
    }
