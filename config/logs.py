"""Structured logs: one JSON object a line, with the request's id, and never a token, cookie or body."""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

from accounts.cards import mask_cards
from accounts.tracing import request_id

# What logging itself puts on a record; everything else came from `extra=` and is ours to print.
_OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "taskName", "response"}


# Links of mails have their secret in the path, and Django's own loggers write paths too.
# Links to files do too: theirs is good for a minute, and has a name in it.
_SECRET_PATH = re.compile(r"(/accounts/(?:confirm-email|password/reset/key|invitation)/|/enrol/|(?<![\w-])/files/)[^/\s?]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


# As Django writes what is not ASCII in a path.
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")
_OF_NUMBERS = ("Nd", "Zs", "Pd")  # digits of any script, and what stands between them


def _event_of(record: logging.LogRecord) -> str:
    """What happened, without the secrets of mailed links, and without the card numbers that strangers put into paths."""
    return _without_cards(_SECRET_PATH.sub(r"\1…", record.getMessage()))


def _without_cards(text: str) -> str:
    return mask_cards(_ESCAPE.sub(_unescaped, text))


def _unescaped(escape: re.Match[str]) -> str:
    one = chr(min(int(escape[1] or escape[2] or escape[3], 16), 0x10FFFF))
    return one if unicodedata.category(one) in _OF_NUMBERS else escape[0]


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    """What came by `extra=`."""
    own = ((key, value) for key, value in vars(record).items() if key not in _OWN)
    return {key: _without_cards(value) if isinstance(value, str) else value for key, value in own}


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
        line |= _extras(record)
        if record.exc_info:
            line["exception"] = _without_cards(self.formatException(record.exc_info))
        return json.dumps(line, default=str)


class TextLines(logging.Formatter):
    """For people: time, level, logger, words, and the request's id."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        tail = f" [{request_id.get()}]" if request_id.get() else ""
        extra = "".join(f" {key}={value!r}" for key, value in _extras(record).items())
        # A terminal obeys escape sequences: a visitor's path must not clear a developer's screen.
        event = _CONTROL.sub(lambda found: repr(found[0])[1:-1], _event_of(record))
        text = f"{at} {record.levelname.lower():7} {record.name}: {event}{extra}{tail}"
        return text + ("\n" + _without_cards(self.formatException(record.exc_info)) if record.exc_info else "")


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
            "httpcore": {"level": "WARNING"},  # below that it writes down headers
        },
    }
