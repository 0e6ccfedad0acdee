"""SEC4, fault 43: every key of the server is changed in turn while people talk, look, poll and sign in. Nobody notices, ever."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import override_settings

from accounts import secrets
from accounts.actions.rotate_keys import forget_unused_keys, renew_data_keys, rewrap_data_keys
from accounts.key_ring import add_key
from accounts.models import User
from accounts.secrets import place, seal, unseal
from chat import threads
from chat.tokens import mint_token
from launcher.secret import key_file_in
from tests.boot import TEST_KEY
from tests.serving import House, Web, move_in
from tests.sockets.balancer import balanced
from tests.sockets.talking import PAGE, new_id
from tests.sockets.test_rolling_restart import Person, read_all, restart

ORIGIN = "http://localhost:9"  # said in every process: they are one site
NEXT_KEY = "after-the-rotation-" + "fedcba9876543210" * 4
# First every process knows the new key, then every one uses it, then every one forgets the former: docs/secrets.md.
STEPS = [
    {"PARLEY_SECRET_KEY": TEST_KEY, "PARLEY_SECRET_KEY_FALLBACKS": NEXT_KEY},
    {"PARLEY_SECRET_KEY": NEXT_KEY, "PARLEY_SECRET_KEY_FALLBACKS": TEST_KEY},
    {"PARLEY_SECRET_KEY": NEXT_KEY, "PARLEY_SECRET_KEY_FALLBACKS": ""},
]
PASSWORD = "a long password"
TRIES = 50
EVERY_S = 0.7
SIGN_IN_EVERY_S = 2.0  # one network may sign in 100 times a minute, and other tests come from the same one
HERE = place("accounts_member", 7, "name")


@pytest.fixture(scope="class")
def house(cloned_database_of_class: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The first of two processes, with a key file of their own."""
    file = key_file_in(tmp_path_factory.mktemp("keys"))
    with override_settings(KEY_FILE=str(file), KMS_KEY=""):
        env = {"PARLEY_KEY_FILE": str(file), "PARLEY_URL": ORIGIN, "PARLEY_DRAIN_S": "2"}
        lived_in = move_in(cloned_database_of_class, tmp_path_factory.mktemp("web"), **env)
        User.objects.filter(pk=lived_in.cast.users["lena"].pk).update(password=make_password(PASSWORD, hasher="argon2"))
        EmailAddress.objects.create(user=lived_in.cast.users["lena"], email="lena@acme.example", verified=True, primary=True)
        yield lived_in
        lived_in.web.end()


@pytest.fixture(scope="class")
def other(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The second, on the same stores."""
    env = {name: house.web.env[name] for name in ("PARLEY_KEY_FILE", "PARLEY_URL", "PARLEY_DRAIN_S")}
    web = Web(house.database_url, tmp_path_factory.mktemp("web"), **env)
    web.start()
    yield web
    web.end()


class Asker:
    """Asks over HTTP, a connection a request. What comes back is counted; a line that was cut is asked again, as browsers do."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heard: Counter[str] = Counter()

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, dict[str, list[str]], str]:
        for _ in range(TRIES):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                connection.request(method, path, body, {**headers, "Host": "localhost", "Connection": "close"})
                answer = connection.getresponse()
                words = answer.read().decode()
                return answer.status, {"Set-Cookie": answer.headers.get_all("Set-Cookie") or []}, words
            except (OSError, http.client.HTTPException):
                self.heard["cut"] += 1
                time.sleep(0.1)
            finally:
                connection.close()
        raise AssertionError("nobody answers")

    def page(self, house: House) -> str:
        """A page of the panel, in a session that began before all this, with the cookie of then."""
        status, _, words = self.ask("GET", f"/panel/{house.cast.shop.public_id}/inbox/", Cookie=house.cookies["vic"])
        return f"page {status}" if house.cast.shop.name in words else f"page {status} of nobody"

    def rest(self, house: House) -> str:
        status, _, _ = self.ask("GET", "/api/v1/projects", Authorization=f"Bearer {house.keys['oscar']}")
        return f"REST {status}"

    def sign_in(self, house: House) -> str:
        """From the form to the panel."""
        _, told, words = self.ask("GET", "/accounts/login/")
        csrf = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', words)
        cookies = "; ".join(one.partition(";")[0] for one in told["Set-Cookie"])
        form = urlencode({"login": "lena@acme.example", "password": PASSWORD, "csrfmiddlewaretoken": csrf[0] if csrf else ""})
        kind = "application/x-www-form-urlencoded"
        status, told, _ = self.ask("POST", "/accounts/login/", form, **{"Cookie": cookies, "Content-Type": kind})
        return f"sign-in {status}" if any("session=" in one for one in told["Set-Cookie"]) else f"sign-in {status} without a session"

    def poll(self, house: House, token: str) -> str:
        """A visitor whose network blocks sockets writes, always with the token of the beginning."""
        frames = [{"type": "send", "ref": 1, "client_id": new_id(), "text": "polled"}]
        body = json.dumps({"v": 1, "project": house.cast.shop.key, "token": token, "frames": frames})
        status, _, words = self.ask("POST", "/w/api/frames", body, **{"Content-Type": "application/json"})
        return f"poll {status}" + ("" if status != 200 or json.loads(words)["replies"][0]["ok"] else f" {words}")


async def again_and_again(asker: Asker, ask: Callable[[], str], every_s: float, stop: asyncio.Event) -> None:
    while not stop.is_set():
        asker.heard[await asyncio.to_thread(ask)] += 1
        await asyncio.sleep(every_s)


def change_the_keys_of_secrets(scope: secrets.Scope, sealed: str) -> None:
    """A new wrapping key and new data keys; the former are forgotten."""
    assert unseal(scope, sealed, HERE) == "seed"
    add_key()
    rewrap_data_keys()
    renew_data_keys()
    forget_unused_keys()
    assert unseal(scope, sealed, HERE) == "seed"


class TestRotation:
    async def test_nobody_notices(self, house: House, other: Web, capsys: pytest.CaptureFixture[str]) -> None:
        stop, shop = asyncio.Event(), house.cast.shop
        tokens = await threads.run(lambda: [mint_token(shop).token for _ in range(6)])
        sealed = await threads.run(seal, shop.account_id, "seed", HERE)
        async with balanced([house.web.port, other.port]) as balancer:
            url, asker = f"ws://127.0.0.1:{balancer.port}/ws", Asker(balancer.port)
            hello = {"v": 1, "project": shop.key, "conversation": None, "page": PAGE, "after": None}
            visitors = [Person(f"{url}/widget/", {**hello, "token": token}, {}) for token in tokens[1:]]
            headers = [{"Authorization": f"Bearer {house.keys['oscar']}"}, {"Cookie": house.cookies["oscar"], "Origin": ORIGIN}]
            clerks = [Person(f"{url}/panel/", {"v": 1, "projects": "all"}, one) for one in headers]
            asks = [
                (lambda: asker.page(house), EVERY_S),
                (lambda: asker.rest(house), EVERY_S),
                (lambda: asker.sign_in(house), SIGN_IN_EVERY_S),
                (lambda: asker.poll(house, tokens[0]), EVERY_S),
            ]
            work: list[Awaitable[None]] = [*(one.talk(stop) for one in visitors), *(one.listen(stop) for one in clerks)]
            everybody = [asyncio.ensure_future(one) for one in [*work, *(again_and_again(asker, *one, stop) for one in asks)]]
            try:
                for step in STEPS:
                    for web in (house.web, other):
                        web.env |= step
                        await restart(web)
                    await threads.run(change_the_keys_of_secrets, shop.account_id, sealed)
                stop.set()
                await asyncio.gather(*everybody)
            finally:
                for task in everybody:
                    task.cancel()
            for one in visitors:
                assert await read_all(one) == one.sent, "everything once, in order, by the token of the beginning"
            for one in [*visitors, *clerks]:
                if one.socket is not None:
                    await one.socket.connection.close()
        count = sum(len(one.sent) for one in visitors)
        with capsys.disabled():
            print(f"\n  {len(STEPS) * 2} restarts, {count} messages; over HTTP {dict(sorted(asker.heard.items()))}")
        assert set(asker.heard) - {"cut"} == {"page 200", "REST 200", "sign-in 302", "poll 200"}
        assert min(one.comebacks for one in [*visitors, *clerks]) >= 1, "the premise: they met processes with other keys"


def test_the_page_names_every_key() -> None:
    """docs/secrets.md has a line for each setting that holds a secret."""
    root = Path(__file__).resolve().parent.parent.parent
    named = set(
        re.findall(
            r"PARLEY_\w*(?:KEY|KEYS|SECRET|PASSWORD|FALLBACKS)\w*|\w*DATABASE\w*_URL|REDIS_URL", (root / "docs/settings.md").read_text()
        )
    )
    assert len(named) > 5
    missing = {name for name in named if name not in (root / "docs/secrets.md").read_text()}
    assert not missing, f"docs/secrets.md does not say how to rotate {sorted(missing)}"
