"""A crowd at the door while people talk inside (AUN2)."""

from __future__ import annotations

import asyncio
import re
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest
from allauth.account.models import EmailAddress

from chat import threads
from tests.serving import House
from tests.sockets.talking import new_id, visitor

CROWD = 25  # beyond 30 a minute an address is told to wait, and no password is looked at


def sign_in(house: House, email: str) -> str:
    """Sign in as a browser does; where it led."""
    web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = web.open(f"{house.web.url}/accounts/login/").read().decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    body = {"csrfmiddlewaretoken": token[1], "login": email, "password": "a long password"}
    answer = web.open(f"{house.web.url}/accounts/login/", urllib.parse.urlencode(body).encode())
    return str(answer.url)


def confirm(house: House) -> str:
    user = house.cast.users["gus"]
    user.set_password("a long password")  # with the hasher of the server, not of the tests
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user.email


class TestACrowd:
    async def test_aun2_people_go_on_talking(self, house: House, capsys: pytest.CaptureFixture[str], settings: object) -> None:
        settings.PASSWORD_HASHERS = ["accounts.signing_in.hashing.Argon2idHasher"]  # type: ignore[attr-defined]
        email = await threads.run(confirm, house)
        async with visitor(house) as socket:
            assert (await socket.ask("send", client_id=new_id(), text="Hello"))["ok"]
            crowd = asyncio.gather(*(asyncio.to_thread(sign_in, house, email) for _ in range(CROWD)))
            begun, waits = time.monotonic(), []
            while not crowd.done():
                asked = time.monotonic()
                assert (await socket.ask("send", client_id=new_id(), text="Still here"))["ok"]
                waits.append(time.monotonic() - asked)
                await asyncio.sleep(0.1)  # somebody who types fast
            took = time.monotonic() - begun
        ended = await crowd
        assert all("/panel/" in url for url in ended), ended
        assert waits
        with capsys.disabled():
            slowest = sorted(waits)[int(len(waits) * 0.95)]
            print(f"\n  {CROWD} sign-ins at once took {took:.1f} s; {len(waits)} messages meanwhile, p95 {slowest * 1000:.0f} ms")
