"""Without sockets: the same frames by POST and a feed that waits and wakes, for visitors and operators alike."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
import uuid
from typing import Any

import pytest

from accounts.actions.revoke import revoke
from chat import threads
from tests.serving import House

Answer = tuple[int, dict[str, Any]]


def ask(house: House, path: str, body: Any = None, token: str | None = None) -> Answer:
    """One request: its status and its JSON."""
    data = None if body is None else (body if isinstance(body, bytes) else json.dumps(body).encode())
    request = urllib.request.Request(f"http://127.0.0.1:{house.web.port}{path}", data=data)
    request.add_header("Content-Type", "application/json")
    if token is not None:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=40) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.loads(refusal.read())


def as_visitor(house: House, *frames: Any, token: str | None = None, **fields: Any) -> Answer:
    body = {"v": 1, "project": house.cast.shop.key, "token": token, "frames": frames, **fields}
    return ask(house, "/w/api/frames", body)


def as_operator(house: House, *frames: Any, name: str = "oscar", **fields: Any) -> Answer:
    return ask(house, "/api/v1/live/frames", {"v": 1, "projects": "all", "frames": frames, **fields}, house.keys[name])


def visitors_feed(house: House, token: str, talk: str, after: int, wait: int = 20) -> Answer:
    query = f"project={house.cast.shop.key}&conversation={talk}&after={after}&wait={wait}"
    return ask(house, f"/w/api/feed?{query}", token=token)


def said(text: str, **fields: Any) -> dict[str, Any]:
    return {"type": "send", "ref": text, "client_id": str(uuid.uuid4()), "text": text, **fields}


def talk_of(house: House) -> tuple[str, str]:
    """A new visitor's token and conversation."""
    status, told = as_visitor(house, {"type": "hello", "ref": 1}, said("Hello"))
    assert status == 200 and all(reply["ok"] for reply in told["replies"]), told
    return told["token"], told["replies"][1]["conversation"]


class TestVisitors:
    def test_frames_get_one_reply_each_in_order(self, house: House) -> None:
        frames = [
            {"type": "hello", "ref": "h"},
            said("One"),
            {"type": "nope", "ref": 3},
            "no frame",
            {**said("x" * 10_001), "ref": 5},
            {"type": "ping", "ref": 6},
        ]
        status, told = as_visitor(house, *frames)
        assert status == 200 and told["token"].startswith("v1.")
        codes = [reply.get("error", {}).get("code", "ok") for reply in told["replies"]]
        assert codes == ["ok", "ok", "unknown_type", "bad_frame", "too_long", "ok"]
        assert [reply["ref"] for reply in told["replies"]] == ["h", "One", 3, None, 5, 6]

    def test_the_feed_gives_at_once_what_is_there(self, house: House) -> None:
        token, talk = talk_of(house)
        status, told = visitors_feed(house, token, talk, 0)
        assert status == 200 and [line["text"] for line in told["messages"]] == ["Hello"] and told["conversation"]["id"] == talk

    async def test_the_feed_wakes(self, house: House) -> None:
        token, talk = await asyncio.to_thread(talk_of, house)
        waiting = asyncio.create_task(asyncio.to_thread(visitors_feed, house, token, talk, 1))
        answered = False
        while not waiting.done():
            if not answered:
                _, told = await asyncio.to_thread(as_operator, house, said("We are here", conversation=talk, kind="text"))
                answered = told["replies"][0]["ok"]
            await asyncio.wait([waiting], timeout=0.1)
        status, told = waiting.result()
        assert status == 200 and ("We are here" in [line["text"] for line in told["messages"]] or told["pushes"])

    def test_the_feed_ends_empty(self, house: House) -> None:
        token, talk = talk_of(house)
        visitors_feed(house, token, talk, 1, wait=0)
        status, told = visitors_feed(house, token, talk, 1, wait=0)
        assert status == 200 and told["messages"] == [] and told["conversation"]["id"] == talk

    def test_no_note_is_in_the_feed(self, house: House) -> None:
        token, talk = talk_of(house)
        as_operator(house, said("NOTE-9a", conversation=talk, kind="note"), said("Public", conversation=talk, kind="text"))
        _, told = visitors_feed(house, token, talk, 0)
        assert "NOTE-9a" not in json.dumps(told) and [line["number"] for line in told["messages"]] == [1, 2]

    @pytest.mark.parametrize(
        ("fields", "status", "code"),
        [
            ({"project": "no-such-key"}, 404, "not_found"),
            ({"project": None}, 404, "not_found"),
            ({"token": "garbled"}, 401, "sign_in"),
            ({"token": {}}, 401, "sign_in"),
            ({"v": 2}, 400, "bad_frame"),
            ({"frames": "none"}, 400, "invalid"),
            ({"frames": [{}] * 51}, 400, "invalid"),
        ],
    )
    def test_refusals(self, house: House, fields: dict[str, Any], status: int, code: str) -> None:
        answer, told = as_visitor(house, **fields)
        assert (answer, told["error"]["code"]) == (status, code)

    @pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"[" * 20_000])
    def test_bodies_that_are_none(self, house: House, body: bytes) -> None:
        assert ask(house, "/w/api/frames", body)[0] == 400

    @pytest.mark.parametrize("size", [300_000, 3_000_000])
    def test_bodies_that_are_too_large(self, house: House, size: int) -> None:
        status, told = ask(house, "/w/api/frames", b"x" * size)
        assert (status, told["error"]["code"]) == (413, "too_large")

    def test_the_feed_refuses(self, house: House) -> None:
        token, talk = talk_of(house)
        stranger = house.cast.tokens["gina"].token
        for wrong in (None, "", "garbled", stranger):
            assert ask(house, f"/w/api/feed?project={house.cast.shop.key}", token=wrong)[0] == 401
        assert visitors_feed(house, house.cast.tokens["wanda"].token, talk, 0)[0] == 404
        for query in ("after=x", "wait=soon"):
            assert ask(house, f"/w/api/feed?project={house.cast.shop.key}&{query}", token=token)[0] == 400


class TestOperators:
    def test_frames(self, house: House) -> None:
        _, talk = talk_of(house)
        resume = {"type": "resume", "ref": 2, "conversation": talk, "after": 0}
        status, told = as_operator(house, {"type": "hello", "ref": 1}, resume, {"type": "x", "ref": 3})
        assert status == 200 and told["replies"][0]["member"]["name"] == "Oscar"
        assert [line["text"] for line in told["replies"][1]["messages"]] == ["Hello"]
        assert told["replies"][2]["error"]["code"] == "unknown_type"
        assert as_operator(house, resume, name="gus")[1]["replies"][0]["error"]["code"] == "not_found"
        assert as_operator(house, name="gus", projects=[str(house.cast.shop.public_id)])[0] == 404

    def test_the_feed_goes_on_from_its_cursor(self, house: House) -> None:
        project = house.cast.shop.public_id
        _, start = ask(house, f"/api/v1/live/feed?project={project}&wait=0", token=house.keys["oscar"])
        _, talk = talk_of(house)
        _, told = ask(house, f"/api/v1/live/feed?project={project}&wait=20&cursor={start['cursor']}", token=house.keys["oscar"])
        lines = [push["message"] for push in told["pushes"] if push["type"] == "message"]
        while talk not in [line["conversation"] for line in lines]:
            _, told = ask(house, f"/api/v1/live/feed?project={project}&wait=20&cursor={told['cursor']}", token=house.keys["oscar"])
            lines += [push["message"] for push in told["pushes"] if push["type"] == "message"]
        numbers = [(line["conversation"], line["number"]) for line in lines]
        assert len(numbers) == len(set(numbers)), "nothing twice"

    def test_refusals(self, house: House) -> None:
        assert ask(house, "/api/v1/live/feed?project=all")[0] == 401
        assert ask(house, "/api/v1/live/feed?project=all", token="no-such-key")[0] == 401
        assert ask(house, f"/api/v1/live/feed?project={house.cast.shop.public_id}", token=house.keys["gus"])[0] == 404
        assert ask(house, "/api/v1/live/feed?wait=soon", token=house.keys["oscar"])[0] == 400

    async def test_a_right_that_ends_ends_the_wait(self, house: House) -> None:
        path = "/api/v1/live/feed?project=all&wait=25"
        _, start = await asyncio.to_thread(ask, house, path.replace("25", "0"), None, house.keys["lena"])
        waiting = asyncio.create_task(asyncio.to_thread(ask, house, f"{path}&cursor={start['cursor']}", None, house.keys["lena"]))
        while not waiting.done():  # until it has begun to wait, nobody is there to be told
            await threads.run(revoke, f"member:{house.cast.members['lena'].pk}")
            await asyncio.wait([waiting], timeout=1)
        assert waiting.result()[0] == 401
