"""Hello: who may connect, from where, and what ends a connection that may not."""

from __future__ import annotations

import uuid

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from accounts.access import actor_by_key
from accounts.models import ApiKey
from accounts.tenancy import account
from chat import threads
from tests.serving import House
from tests.sockets.talking import PAGE, operating, operator, visiting, visitor

HELLO = {"v": 1, "conversation": None, "page": PAGE, "locale": "en", "after": None}
OURS, ABSENT = "ours", None

# WSS1: the Origin, then whether panel (with a cookie), panel (with a key) and widget open.
ORIGINS = [
    (OURS, True, False, True),
    (ABSENT, False, True, True),
    ("null", False, False, False),
    ("https://evil.example", False, False, False),
    ("http://localhost:1", False, False, False),
    ("https://localhost", False, False, False),
    ("https://acme.example", False, False, False),
    ("https://acme.example.evil.example", False, False, False),
    ("https://evil-acme.example", False, False, False),
    ("http://localhost.evil.example", False, False, False),
    ("http://[bad", False, False, False),
    ("http://localhost:port", False, False, False),
]


NO_URL = ("http://[bad", "http://localhost:port")  # to daphne this is no request at all


async def opens(url: str, headers: dict[str, str]) -> bool:
    """Whether the handshake succeeds; a refusal must be HTTP 403, or 400 for what is no request."""
    try:
        async with connect(url, additional_headers=headers) as connection:
            # WSS10: nothing secret is ever compressed beside an attacker's words.
            assert connection.response is not None and "Sec-WebSocket-Extensions" not in connection.response.headers
            return True
    except InvalidStatus as refused:
        status = refused.response.status_code
    assert status == 403 or (status == 400 and headers.get("Origin") in NO_URL)
    return False


class TestWhoMayConnect:
    @pytest.mark.parametrize(("origin", "by_cookie", "by_key", "widget"), ORIGINS, ids=[str(row[0]) for row in ORIGINS])
    async def test_origins(self, house: House, origin: str | None, by_cookie: bool, by_key: bool, widget: bool) -> None:
        said = {} if origin is None else {"Origin": house.web.url if origin is OURS else origin}
        panel = f"{house.web.sockets}/panel/"
        assert await opens(panel, {**said, "Cookie": house.cookies["oscar"]}) is by_cookie
        assert await opens(panel, {**said, "Authorization": f"Bearer {house.keys['oscar']}"}) is (by_key or origin is OURS)
        assert await opens(f"{house.web.sockets}/widget/", said) is widget

    async def test_a_page_of_the_projects_own_names_its_project(self, house: House) -> None:
        mine = {"Origin": "https://acme.example"}
        widget = f"{house.web.sockets}/widget/"
        assert await opens(f"{widget}?project={house.cast.shop.key}", mine)
        assert not await opens(f"{widget}?project={house.cast.globex.key}", mine)
        assert not await opens(f"{widget}?project=%00", mine)

    async def test_a_page_may_not_talk_to_another_project_than_it_named(self, house: House) -> None:
        async with visiting(house, origin="https://acme.example", query=f"?project={house.cast.shop.key}") as socket:
            said = await socket.ask("hello", **HELLO, project=house.cast.globex.key, token=None)
            assert said["error"]["code"] == "forbidden"
            assert await socket.close_code() == 4403

    async def test_two_origins_are_none(self, house: House) -> None:
        both = [("Origin", house.web.url), ("Origin", "https://evil.example")]
        with pytest.raises(InvalidStatus):
            await connect(f"{house.web.sockets}/panel/", additional_headers=both)

    async def test_an_unknown_address(self, house: House) -> None:
        with pytest.raises(InvalidStatus):
            await connect(f"{house.web.sockets}/else/")


class TestTheFirstFrame:
    async def test_hello_must_come(self, house: House) -> None:
        async with visiting(house) as socket:
            assert await socket.close_code() == 4408

    async def test_hello_must_come_first(self, house: House) -> None:
        async with visiting(house) as shopper, operating(house, house.keys["oscar"]) as clerk:
            for socket in (shopper, clerk):
                for kind in ("ping", "send", "no such frame"):
                    said = await socket.ask(kind)
                    assert said["error"]["code"] == "forbidden"

    async def test_hello_twice(self, house: House) -> None:
        async with visitor(house) as socket:
            again = await socket.ask("hello", **HELLO, project=house.cast.shop.key, token=None)
            assert again["error"]["code"] == "forbidden"
            assert (await socket.ask("ping"))["ok"]

    async def test_another_version(self, house: House) -> None:
        async with visiting(house) as socket:
            said = await socket.ask("hello", **{**HELLO, "v": 2}, project=house.cast.shop.key, token=None)
            assert said["error"]["code"] == "bad_frame"

    async def test_a_hello_that_was_refused_may_be_said_again(self, house: House) -> None:
        async with visiting(house) as socket:
            rest = {"project": house.cast.shop.key, "token": None}
            assert (await socket.ask("hello", **{**HELLO, "after": "x"}, **rest))["error"]["code"] == "bad_frame"
            assert (await socket.ask("ping"))["error"]["code"] == "forbidden"
            assert (await socket.ask("hello", **HELLO, **rest))["ok"]

    @pytest.mark.parametrize("key", ["no-such-key", "", None, 7, ["x"], "\0", "\ud800", "k" * 5000])
    async def test_an_unknown_project(self, house: House, key: object) -> None:
        async with visiting(house) as socket:
            said = await socket.ask("hello", **HELLO, project=key, token=None)
            assert said["error"]["code"] == "not_found"
            assert await socket.close_code() == 4403


class TestTokens:
    async def test_garbled_stolen_and_foreign_tokens(self, house: House) -> None:
        good = house.cast.tokens["vera"].token
        version, who, secret, mac = good.split(".")
        bad = [
            "garbled",
            "",
            7,
            {},
            f"{version}.{uuid.uuid4().hex}.{secret}.{mac}",  # somebody else's id with this proof
            f"{version}.{who}.{secret}x.{mac}",
            f"{version}.{who}.{secret[:-1]}.{mac}",
            f"{version}.{uuid.uuid4().hex}.{secret}.{mac[:-1]}",  # a proof of nobody's, and no row that vouches
            house.cast.tokens["gina"].token,  # another project's (WID7)
            "v1.é.é.é",
            "\ud800" + good,
        ]
        for token in bad:
            async with visiting(house) as socket:
                said = await socket.ask("hello", **HELLO, project=house.cast.shop.key, token=token)
                assert said["error"]["code"] == "forbidden", token
                assert await socket.close_code() == 4401

    async def test_the_row_vouches_where_no_key_of_ours_does(self, house: House) -> None:
        """SEC4: whoever comes back after their key was retired is no stranger; 192 secret bits that the row knows are the proof."""
        token = house.cast.tokens["vera"].token
        async with visiting(house) as socket:
            said = await socket.ask("hello", **HELLO, project=house.cast.shop.key, token=token[:-1])
            assert said["ok"] and said["visitor"]["id"] == str(house.cast.vera.public_id) and said["token"] == token

    async def test_a_token_opens_its_own_visitor(self, house: House) -> None:
        async with visiting(house) as socket:
            said = await socket.ask("hello", **HELLO, project=house.cast.shop.key, token=house.cast.tokens["vera"].token)
            assert said["visitor"]["id"] == str(house.cast.vera.public_id)
            assert [line["number"] for line in said["messages"]] == [1]

    async def test_a_visitor_who_only_looks_leaves_no_row(self, house: House) -> None:
        async with visiting(house) as socket:
            said = await socket.ask("hello", **HELLO, project=house.cast.shop.key, token=None)
            assert said["conversation"] is None and said["messages"] == []


class TestOperators:
    async def test_projects_by_name_and_all(self, house: House) -> None:
        shop, outlet = str(house.cast.shop.public_id), str(house.cast.outlet.public_id)
        for wanted, found in (({"project": shop}, {shop}), ({"projects": [outlet]}, {outlet}), ({"projects": "all"}, {shop, outlet})):
            async with operating(house, cookie=house.cookies["oscar"]) as socket:
                said = await socket.ask("hello", v=1, **wanted)
                assert {one["id"] for one in said["projects"]} == found
                assert said["member"]["name"] == "Oscar"

    @pytest.mark.parametrize("who", ["lena", "gus"])
    async def test_a_project_that_is_not_theirs(self, house: House, who: str) -> None:
        for project in (str(house.cast.shop.public_id), str(uuid.uuid4()), "x", None):
            async with operating(house, house.keys[who]) as socket:
                said = await socket.ask("hello", v=1, project=project)
                assert said["error"] == {"code": "not_found", "detail": "There is nothing here, or it is not yours."}
                assert await socket.close_code() == 4403

    @pytest.mark.parametrize("projects", [[], {}, "some", 7, ["x"] * 500])
    async def test_odd_lists_of_projects(self, house: House, projects: object) -> None:
        async with operating(house, house.keys["oscar"]) as socket:
            assert (await socket.ask("hello", v=1, projects=projects))["error"]["code"] == "bad_frame"

    async def test_nobody_and_someone_who_left(self, house: House) -> None:
        for cookie in (None, house.cookies["emil"], "parley_session=garbled", "parley_session=" + "x" * 500):
            async with operating(house, cookie=cookie) as socket:
                assert (await socket.ask("hello", v=1, projects="all"))["error"]["code"] == "forbidden"
                assert await socket.close_code() == 4401

    async def test_keys(self, house: House) -> None:
        async with operator(house) as socket:
            assert (await socket.ask("ping"))["ok"]
        for key in ("pk_no_such_key", "é"):
            async with operating(house, key) as socket:
                assert (await socket.ask("hello", v=1, projects="all"))["error"]["code"] == "forbidden"
                assert await socket.close_code() == 4401

    async def test_a_revoked_key(self, house: House) -> None:
        await threads.run(_withdraw, house.keys["vic"])
        async with operating(house, house.keys["vic"]) as socket:
            assert (await socket.ask("hello", v=1, projects="all"))["error"]["code"] == "forbidden"
            assert await socket.close_code() == 4401


def _withdraw(key: str) -> None:
    """Withdraw a key as its page will: the row says when."""
    actor = actor_by_key(key)
    with account(actor.account_id):
        row = ApiKey.objects.get(member_id=actor.id)
        row.revoked_at = row.created_at
        row.save(update_fields=["revoked_at"])
