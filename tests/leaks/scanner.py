"""Finds card numbers and secrets in any text (BIL1, SEC5). Written apart from the product: it shares no line with what masks them.

A number that a test typed is found wherever its digits stand, whatever stands between them. Any other number is a card's when an
issuer has such numbers (prefix and length), its last digit is right (Luhn), and it stands alone: not inside a word, a hash, a
UUID or a fraction. So the ids, times and hashes that a dump is full of do not cry wolf, and nothing is switched off for them.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

# What the card networks and Stripe publish for tests: nobody's money, and everybody's first try.
PUBLISHED = (
    "4242424242424242", "4000056655665556", "4111111111111111", "4012888888881881", "4222222222222", "4000000000000002",
    "4000002500003155", "5555555555554444", "5200828282828210", "5105105105105100", "2223003122003222", "378282246310005",
    "371449635398431", "6011111111111117", "6011000990139424", "3056930009020004", "36227206271667", "3566002020360505",
    "6200000000000005", "4000006200000000006", "30569309025904", "3530111333300000",
)  # fmt: skip
TYPED: set[str] = set(PUBLISHED)

# Prefixes from, to, and how many digits such a number has (ISO 7812, as the networks use it).
ISSUERS = (
    ("4", "4", (13, 16, 19)),
    ("51", "55", (16,)),
    ("2221", "2720", (16,)),
    ("34", "34", (15,)),
    ("37", "37", (15,)),
    ("300", "305", (14, 16)),
    ("36", "36", (14,)),
    ("38", "39", (14,)),
    ("3528", "3589", (16, 19)),
    ("6011", "6011", (16, 19)),
    ("644", "659", (16, 19)),
    ("62", "62", (16, 19)),
    ("50", "50", (16,)),
    ("56", "58", (16,)),
)
SECRETS = {
    "a visitor's token": re.compile(r"v1\.[0-9a-f]{32}\.[\w-]{32}\.[\w-]{43}"),
    "an API key": re.compile(r"(?<![\w-])[sp]k_[\w-]{43}(?![\w-])"),
    "a cookie": re.compile(r"(?i)(sessionid|csrftoken)[\"']?\s*[=:]\s*[\"']?\w{32}"),
    "a mailed link": re.compile(r"/(?:password/reset/key|confirm-email|invitation|enrol)/(?!…)[\w:-]{20,}"),
}

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_BETWEEN = re.compile(r"(?<=[0-9])[^0-9A-Za-z]{1,4}(?=[0-9])")
_RUN = re.compile(r"(?<![0-9A-Za-z_])[0-9](?:[ .\-]{0,2}[0-9])*(?![0-9A-Za-z_])")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")


def cards_in(text: str) -> Iterator[str]:
    """Every card number in the text, as digits; also in what is base64 in it, as in a queue."""
    for one in (text, *_decoded(text)):
        plain = _plain(one)
        if not re.search(r"[0-9].{0,3}[0-9]", plain):
            continue
        close = _BETWEEN.sub("", plain)
        found = {number for number in TYPED if number in close}
        yield from found
        yield from (number for number in _alone(_UUID.sub("u", plain)) if number not in found)


def secrets_in(text: str, known: dict[str, str]) -> Iterator[str]:
    """What kind of secret stands in the text: one of `known` (value and what it is), or anything shaped like ours."""
    yield from (name for value, name in known.items() if value in text)
    yield from (name for name, shape in SECRETS.items() if shape.search(text))


def is_card(digits: str) -> bool:
    """Whether an issuer has such numbers and the last digit is right."""
    issued = any(first <= digits[: len(first)] <= last and len(digits) in sizes for first, last, sizes in ISSUERS)
    doubled = (int(one) * (1 + place % 2) for place, one in enumerate(reversed(digits)))
    return issued and sum(one // 10 + one % 10 for one in doubled) % 10 == 0


def completed(beginning: str) -> str:
    """A number that begins like this, with the last digit that makes it right."""
    return next(f"{beginning}{last}" for last in range(10) if is_card(f"{beginning}{last}"))


def _plain(text: str) -> str:
    """The text as a person would read it: escapes undone, every script's digits as 0 to 9, nothing that cannot be seen."""
    if "\\" in text:
        text = _ESCAPED.sub(lambda found: _unescaped(found[0]), text)
        text = re.sub(r"\\+[nrtfv]", " ", text)
    if "%" in text:
        text = unquote(text, errors="replace")
    if not text.isascii():
        text = "".join(one if one.isascii() else _ascii(one) for one in text)
    return text


def _unescaped(escapes: str) -> str:
    units = bytes.fromhex(escapes.replace("\\u", ""))
    return units.decode("utf-16-be", errors="replace")


def _ascii(one: str) -> str:
    digit = unicodedata.digit(one, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(one) == "Cf" else " " if unicodedata.category(one)[0] in "ZP" else one


def _decoded(text: str) -> Iterator[str]:
    for found in _BASE64.findall(text):
        try:
            yield base64.b64decode(found, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue


def _alone(text: str) -> Iterator[str]:
    """Cards among the numbers that stand for themselves: whole groups of digits only."""
    for run in _RUN.finditer(text):
        if len(run[0]) < 13 or text[run.start() - 1 : run.start()] == "+":
            continue
        groups = re.findall(r"[0-9]+", run[0])
        is_fraction = len(groups) == 2 and f"{groups[0]}.{groups[1]}" == run[0]
        for first in range(is_fraction, len(groups)):
            for last in range(first + 1, len(groups) + 1):
                digits = "".join(groups[first:last])
                if not is_fraction and 13 <= len(digits) <= 19 and is_card(digits):
                    yield digits
