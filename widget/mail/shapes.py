"""What operators see of a mail that came in: beside the message that it became, and as a whole."""

from __future__ import annotations

from typing import TypedDict


class MailFileShape(TypedDict):
    """What came along with a mail. What of it the visitor sent stands with the message, as its files."""

    name: str
    type: str
    size: int


class MailShape(TypedDict):
    """A mail as it came: everything that was in it as text, and what was found out about its sender."""

    id: str
    conversation: str
    number: int | None
    sender: str
    subject: str
    text: str
    cut: bool
    spf: str
    dkim: str
    dmarc: str
    files: list[MailFileShape]
    arrived_at: str
