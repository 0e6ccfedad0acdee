"""BIL1, PRV6: card numbers typed wherever a visitor or an operator can type, in many spellings; afterwards they are nowhere."""

from __future__ import annotations

import contextlib
import json
import random
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test import RequestFactory

from accounts.access import account_of, actors_of
from accounts.actions.add_project import add_project
from accounts.actions.edit_project import edit_project
from accounts.actions.give_grant import give_grant
from accounts.actions.issue_api_key import issue_api_key
from accounts.actions.open_account import open_account
from accounts.billing.actions.edit_details import edit_details
from accounts.forms import NameForm
from accounts.models import User
from accounts.tenancy import account, tenant
from chat import threads
from chat.actions.ban import ban
from tests.leaks.scanner import TYPED, completed
from tests.leaks.watch import FOUND, look_at_database, look_at_folder, look_at_valkey
from tests.serving import House
from tests.sockets.talking import new_id, operator, visitor

BETWEEN = ("", " ", "-", ".", "\u00a0", "\u2009", "\u2011", "\u200b", "\n", " - ")
ZEROS = (0x30, 0x660, 0x6F0, 0x966, 0xFF10, 0x1D7D8)


def spellings() -> Iterator[str]:
    """Numbers that nobody has typed before, each spelled another way, without an end."""
    while True:
        for zero in ZEROS:
            for between in BETWEEN:
                number = completed(f"4{random.randrange(10**14):014d}")
                TYPED.add(number)
                written = between.join(number[at : at + 4] for at in range(0, 16, 4))
                yield written.translate({48 + digit: zero + digit for digit in range(10)})


async def visitor_types(house: House, cards: Iterator[str]) -> None:
    """Every field of every frame, the first message, and the hot path in each spelling."""
    card = cards.__next__
    page = {"url": f"https://acme.example/pay/{urllib.parse.quote(card())}?card={urllib.parse.quote(card())}", "title": f"Pay {card()}",
            "referrer": f"https://acme.example/{urllib.parse.quote(card())}"}  # fmt: skip
    async with visitor(house, page=page, locale=card()) as vera:
        assert (await vera.ask_patiently("send", client_id=new_id(), text=f"First {card()}"))["ok"]
        for _ in range(len(ZEROS) * len(BETWEEN)):
            assert (await vera.ask_patiently("send", client_id=new_id(), text=f"Take {card()}, or {card()}!"))["ok"]
        await vera.ask_patiently("typing", text=f"Or {card()}")
        await vera.ask_patiently("page", page=page | {"title": card()})
        fields = {"name": card(), "email": f"{card()}@x.example", "phone": card(), "data": {f"plan {card()}": card()}}
        await vera.ask_patiently("identify", **fields)
        await vera.ask_patiently("rate", client_id=new_id(), score=5, comment=card())
        await vera.ask_patiently(f"odd {card()}", text=card())
        await vera.ask_patiently("send", client_id=card(), text=card())


async def operator_types(house: House, cards: Iterator[str]) -> None:
    """A reply, a note, and the hot path of both."""
    async with operator(house) as oscar:
        talk = str(house.cast.talk.public_id)
        for kind in ("text", "note") * len(ZEROS):
            said = await oscar.ask_patiently("send", conversation=talk, client_id=new_id(), kind=kind, text=f"Yours is {next(cards)}?")
            assert said["ok"], said
        await oscar.ask_patiently("greet", visitor=str(house.cast.wanda.public_id), client_id=new_id(), text=f"Is it {next(cards)}?")
        await oscar.ask_patiently("send", conversation=next(cards), client_id=new_id(), text=next(cards))


def owner_types(house: House, cards: Iterator[str]) -> None:
    """Every name, reason and address."""
    olga, shop, customer = house.cast.olga, house.cast.shop, account_of(house.cast.olga)
    with tenant(shop):
        edit_project(olga, shop, name=next(cards), greeting=next(cards), website=next(cards))
        ban(olga, shop, target="203.0.113.9", reason=f"Pays with {next(cards)}", until=None)
    with account(customer.pk):
        issue_api_key(olga, name=next(cards), scopes=["data"])
        give_grant(olga, project=None, scope="settings", reason=f"Card {next(cards)}")
        edit_details(olga, invoice_name=next(cards), invoice_address=f"Card {next(cards)}, Main Street 1")
    add_project(olga, customer, name=next(cards), website="more.acme.example")
    form = NameForm({"name": next(cards)})
    assert form.is_valid()
    newcomer = User.objects.create_user("card@acme.example")
    form.signup(RequestFactory().post("/accounts/signup/"), newcomer)
    open_account(newcomer, name=next(cards))
    assert actors_of(newcomer)


def strangers_type(house: House, cards: Iterator[str]) -> None:
    """What ends in a refusal, a log line or an error report."""
    for path, body in (
        (f"/w/{urllib.parse.quote(next(cards))}.json", None),
        (f"/panel/?q={urllib.parse.quote(next(cards))}", None),
        (f"/{urllib.parse.quote(next(cards))}/", None),
        ("/w/errors", {"message": next(cards), "page": f"https://x.example/{next(cards)}", "stack": next(cards)}),
        ("/w/api/frames", {"v": 1, "project": next(cards), "token": next(cards), "frames": []}),
    ):
        data = json.dumps(body).encode() if body else None
        agent = {"User-Agent": urllib.parse.quote(next(cards)), "Content-Type": "application/json", "Origin": house.web.url}
        with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(urllib.request.Request(house.web.url + path, data, agent)):
            pass


class TestTyped:
    async def test_they_are_nowhere(self, house: House, capsys: pytest.CaptureFixture[str]) -> None:
        cards = spellings()
        before = set(FOUND)
        await visitor_types(house, cards)
        await operator_types(house, cards)
        await threads.run(owner_types, house, cards)
        await threads.run(strangers_type, house, cards)
        await threads.run(self.look, house)
        typed = len(TYPED)
        assert typed > 150
        assert set(FOUND) - before == set()
        with capsys.disabled():
            print(f"\n  {typed} card numbers typed or published")

    def look(self, house: House) -> None:

        look_at_database(str(connection.settings_dict["NAME"]))
        with redis.Redis.from_url(settings.REDIS_URL) as valkey:
            look_at_valkey(valkey)
        look_at_folder(house.web.log.parent)
