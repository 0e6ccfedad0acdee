"""A real SMTP conversation with the server of one machine: what it takes, what it refuses, and that it relays nothing."""

from __future__ import annotations

import asyncio
import smtplib
from typing import Any

import pytest

from accounts.tenancy import tenant
from chat import threads
from chat.models import Message
from tests.cast import Cast, build_cast
from tests.ports import free_port
from tests.widget.mail.writing import VERA, mail, reply_address
from widget.mail.models import Arrival
from widget.mail.smtp import serve


@pytest.fixture
def street(cloned_database: str) -> Cast:
    """The cast, committed."""
    return build_cast()


async def talk(port: int, to: list[str], raw: bytes, *, sender: str = VERA) -> Any:
    """Say it over a line of one's own. Gives what was refused, or the exception."""

    def say() -> Any:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as line:
            try:
                return line.sendmail(sender, to, raw)
            except smtplib.SMTPException as error:
                return error

    return await asyncio.to_thread(say)


async def listen() -> tuple[asyncio.Server, int]:
    port = free_port()
    return await serve("127.0.0.1", port), port


def address_of(street: Cast) -> str:
    with tenant(street.shop):
        return reply_address(street)


def kept(street: Cast) -> tuple[list[str], int]:
    with tenant(street.shop):
        texts = Message.objects.filter(author_kind="visitor", kind="text").order_by("id").values_list("text", flat=True)
        return list(texts)[1:], Arrival.objects.count()


async def test_it_takes_an_answer_and_nothing_else(street: Cast) -> None:
    address = await threads.run(address_of, street)
    server, port = await listen()
    try:
        assert await talk(port, [address], mail("Two, please.")) == {}
        unknown = await talk(port, ["somebody@elsewhere.example"], mail("Relay this"))
        assert isinstance(unknown, smtplib.SMTPRecipientsRefused) and next(iter(unknown.recipients.values()))[0] == 550
        forged = await talk(port, [address.replace("re-", "re-a", 1)[: len(address)]], mail("Forged"))
        assert isinstance(forged, smtplib.SMTPRecipientsRefused)
        assert await talk(port, [address], mail("Dots\n.\n..\nend")) == {}
        assert await talk(port, [address], mail("I am away", Auto_Submitted="auto-replied")) == {}, "taken, and no message"
        large = await talk(port, [address], mail("x" * 27_000_000))
        assert isinstance(large, smtplib.SMTPException)
        both = await talk(port, [address, "other@elsewhere.example"], mail("Half"))
        assert set(both) == {"other@elsewhere.example"}
    finally:
        server.close()
        await server.wait_closed()
    texts, arrivals = await threads.run(kept, street)
    assert texts == ["Two, please.", "Dots\n.\n..\nend", "Half"] and arrivals == 4
