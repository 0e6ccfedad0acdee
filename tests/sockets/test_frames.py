"""Bad frames: each gets the contract's code, the socket lives on, and nobody else is disturbed."""

from __future__ import annotations

import json
import random
import string
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest

from tests.serving import House
from tests.sockets.talking import NO_WORD, Socket, new_id, operator, visitor

DEEP = '{"type":"ping","x":' + "[" * 9 + "]" * 9 + "}"
UNREADABLE: dict[str, str | bytes] = {
    "not JSON": "hello?",
    "nothing": "",
    "an array": "[]",
    "null": "null",
    "a number": "17",
    "a word": '"ping"',
    "no type": "{}",
    "a type that is no word": '{"type": 7}',
    "a type that is a list": '{"type": ["ping"]}',
    "bytes": b'{"type": "ping"}',
    "NUL bytes": b"\x00\x00",
    "too deep": DEEP,
    "far too deep": '{"type":' + "[" * 20_000,
    "NaN": '{"type": "ping", "ref": NaN}',
    "a ref without end": '{"type": "ping", "ref": 1e999}',
    "an enormous ref": '{"type": "ping", "ref": ' + "9" * 4000 + "}",
    "a long ref": json.dumps({"type": "ping", "ref": "x" * 101}),
    "a ref that is an object": '{"type": "ping", "ref": {}}',
    "half a pair as ref": '{"type": "ping", "ref": "\\ud800"}',
}
TEXTS = {
    "nothing": ("", "empty"),
    "blanks": (" \n\t ", "empty"),
    "only bidi": ("\u202e\u2066", "empty"),
    "10 001 characters": ("x" * 10_001, "too_long"),
    "NUL": ("a\0b", "bad_text"),
    "half a pair": ("a\ud800b", "bad_text"),
    "no text": (None, "bad_text"),
    "a number": (7, "bad_text"),
    "a list": (["x"], "bad_text"),
}
KEPT = {
    "10 000 characters": ("x" * 10_000, "x" * 10_000),
    "astral": ("😀" * 10_000, "😀" * 10_000),
    "bidi overrides": ("abc\u202egnp.exe", "abcgnp.exe"),
    "HTML": ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    "Arabic with marks": ("مرحبا\u200f!", "مرحبا\u200f!"),
    "line ends": ("a\r\nb\rc", "a\nb\nc"),
}
FOREIGN_IDS: list[Any] = [str(uuid.uuid4()), "x", 7, [], {}, "\0", "\ud800"]


@asynccontextmanager
async def undisturbed(house: House) -> AsyncIterator[None]:
    """Another visitor's socket lives before and after."""
    async with visitor(house) as bystander:
        assert (await bystander.ask("ping"))["ok"]
        yield
        assert (await bystander.ask("ping"))["ok"]
        assert {push["type"] for push in bystander.pushes} <= {"presence"}


def is_line(number: int, push: dict[str, Any]) -> bool:
    return push.get("message", {}).get("number") == number


async def refused(socket: Socket, raw: str | bytes, code: str) -> None:
    said = await socket.say(raw)
    assert not said["ok"] and said["error"]["code"] == code, said
    assert (await socket.ask("ping"))["ok"]


class TestBadFrames:
    async def test_what_cannot_be_read(self, house: House) -> None:
        async with undisturbed(house):
            for name, raw in UNREADABLE.items():
                async with visitor(house) as socket:
                    said = await socket.say(raw)
                    assert said["error"]["code"] == "bad_frame" and said["ref"] is None, name
                    assert (await socket.ask("ping"))["ok"], name
            async with operator(house) as clerk:
                await refused(clerk, "hello?", "bad_frame")

    async def test_unknown_types_say_their_ref(self, house: House) -> None:
        async with visitor(house) as socket:
            for kind in ("", "nope", "__class__", "push", "reply", "message", "\ud800"):
                said = await socket.ask(kind)
                assert said["error"]["code"] == "unknown_type"

    @pytest.mark.parametrize("ref", ["", "x" * 100, "ünï😀", 0, -1, 1.5, 2**53, True, None])
    async def test_refs_come_back_as_they_were(self, house: House, ref: object) -> None:
        async with visitor(house) as socket:
            assert (await socket.say(json.dumps({"type": "ping", "ref": ref})))["ref"] == ref

    async def test_size(self, house: House) -> None:
        def padded(size: int) -> str:
            frame = json.dumps({"type": "ping", "ref": 1, "pad": ""})
            return frame[:-2] + "x" * (size - len(frame)) + frame[-2:]

        async with undisturbed(house), visitor(house) as socket:
            assert (await socket.say(padded(64 * 1024)))["ok"]
            await refused(socket, padded(64 * 1024 + 1), "too_large")
            await refused(socket, padded(128 * 1024), "too_large")
            await refused(socket, '{"type":"ping","pad":"' + "ü" * 40_000 + '"}', "too_large")
            await socket.connection.send(padded(128 * 1024 + 1))
            assert await socket.close_code() in (1009, NO_WORD)


class TestSpeed:
    async def test_too_fast_is_told_and_then_ended(self, house: House) -> None:
        async with undisturbed(house), visitor(house) as socket:
            for number in range(100):
                await socket.connection.send(json.dumps({"type": "nope", "ref": number}))  # answered at once, on any machine
            errors = [(await socket.reply(number))["error"] for number in range(100)]  # each by its ref, in order
            slow = [error for error in errors if error["code"] == "slow_down"]
            assert 0 < len(slow) <= 61 and all(error["retry_ms"] > 0 for error in slow)  # hello took one of 40
        async with undisturbed(house), visitor(house) as socket:
            for number in range(1000):
                await socket.connection.send(json.dumps({"type": "nope", "ref": 1000 + number}))
            assert await socket.close_code() == 4429
            assert socket.pushes[-1] == {"type": "slow", "retry_ms": 30_000}


class TestTexts:
    async def test_texts_that_are_refused(self, house: House) -> None:
        async with undisturbed(house), visitor(house) as socket, operator(house) as clerk:
            talk = str(house.cast.talk.public_id)
            for name, (text, code) in TEXTS.items():
                said = await socket.ask("send", client_id=new_id(), text=text)
                assert said["error"]["code"] == code, name
                said = await clerk.ask("send", conversation=talk, client_id=new_id(), kind="note", text=text)
                assert said["error"]["code"] == code, name

    async def test_texts_that_are_kept(self, house: House) -> None:
        async with visitor(house) as socket:
            for number, (name, (text, stored)) in enumerate(KEPT.items(), 1):
                said = await socket.ask("send", client_id=new_id(), text=text)
                assert said["number"] == number, name
                heard = await socket.until(partial(is_line, number))
                assert heard["message"]["text"] == stored, name

    async def test_ids_of_messages(self, house: House) -> None:
        async with visitor(house) as socket:
            client_id: Any
            for client_id in (None, "", "x", 7, [], "x" * 10_000, "\ud800"):
                said = await socket.ask("send", client_id=client_id, text="Hello")
                assert said["error"]["code"] == "bad_id"


class TestForeignIds:
    async def test_conversations_of_others_and_of_nobody(self, house: House) -> None:
        async with undisturbed(house), visitor(house, house.cast.tokens["wanda"].token) as socket, operator(house, "gus") as gus:
            for conversation in [str(house.cast.talk.public_id), *FOREIGN_IDS]:
                for kind in ("resume", "read"):
                    said = await socket.ask(kind, conversation=conversation, after=0, number=1)
                    assert said["error"]["code"] == "not_found", conversation
                said = await gus.ask("resume", conversation=conversation, after=0)
                assert said["error"]["code"] == "not_found", conversation

    @pytest.mark.parametrize("number", [-1, 1.5, "1", True, [], 2**40])
    async def test_numbers_that_are_none(self, house: House, number: object) -> None:
        talk = str(house.cast.talk.public_id)
        async with operator(house) as clerk, visitor(house, house.cast.tokens["vera"].token) as socket:
            for one in (clerk, socket):
                for fields in ({"after": number}, {"before": number}):
                    assert (await one.ask("resume", conversation=talk, **fields))["error"]["code"] == "bad_frame"
                assert (await one.ask("read", conversation=talk, number=number))["error"]["code"] == "bad_frame"

    async def test_other_odd_fields(self, house: House) -> None:
        talk = str(house.cast.talk.public_id)
        async with operator(house) as clerk, visitor(house, house.cast.tokens["vera"].token) as socket:
            kind: Any
            for kind in ("activity", "form", 7, None, []):
                said = await clerk.ask("send", conversation=talk, client_id=new_id(), kind=kind, text="x")
                assert said["error"]["code"] == "bad_frame"
            assert (await clerk.ask("status", available="yes"))["error"]["code"] == "bad_frame"
            for score in (0, 6, "5", True, None, 4.5):
                said = await socket.ask("rate", client_id=new_id(), score=score)
                assert said["error"]["code"] == "bad_frame"
            odd: Any
            for odd in (7, [], {"a": "\ud800"}, "\0", "\ud800" * 100):
                for kind, field in (("typing", "text"), ("page", "url"), ("identify", "name"), ("identify", "data")):
                    assert (await socket.ask(kind, **{field: odd}))["ok"], (kind, odd)


class TestFuzz:
    FRAMES, SOCKETS, SEED = 3000, 60, 20_261_123

    async def test_random_frames_find_no_hole(self, house: House) -> None:
        """WSS4: whatever comes, each frame gets one reply, none is `internal`, and the process and its neighbours live."""
        dice = random.Random(self.SEED)
        ids = [str(house.cast.talk.public_id), *FOREIGN_IDS]
        async with undisturbed(house):
            for number in range(self.SOCKETS):
                opened = operator(house) if number % 2 else visitor(house, house.cast.tokens["wanda"].token)
                async with opened as socket:
                    for _ in range(self.FRAMES // self.SOCKETS):
                        said = await socket.say(_random_frame(dice, ids))
                        assert said["ok"] or said["error"]["code"] not in ("internal", "busy"), said


def _random_frame(dice: random.Random, ids: list[Any]) -> str:
    kinds = ["send", "resume", "typing", "read", "page", "identify", "rate", "end", "ping", "watch", "unwatch", "status", "hello", "x"]
    names = ["conversation", "client_id", "text", "kind", "after", "before", "number", "url", "title", "score", "comment", "available"]
    names += ["id", "name", "email", "phone", "data", "attachments", "v", "project", "projects", "token", "page", "locale", "ref"]
    frame = {name: dice.choice(ids) if name == "conversation" else _random_value(dice, 3) for name in dice.sample(names, dice.randrange(8))}
    text = json.dumps({"type": dice.choice(kinds), **frame})
    if dice.random() < 0.2:  # a byte goes wrong on the way
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice(string.printable) + text[at + 1 :]
    return text


def _random_value(dice: random.Random, depth: int) -> Any:
    words = ["", "text", "note", "x" * 300, "\0", "\ud800", "\u202e", "<b>", "open", "me", "https://a.example/?q=1"]
    words.append(str(uuid.UUID(int=dice.getrandbits(128))))
    plain = [None, True, False, 0, 1, -1, 2**31, 2**63, 1.5, 1e300, *words]
    if depth and dice.random() < 0.2:
        return [_random_value(dice, depth - 1) for _ in range(dice.randrange(4))]
    if depth and dice.random() < 0.2:
        return {dice.choice(words): _random_value(dice, depth - 1) for _ in range(dice.randrange(4))}
    return dice.choice(plain)
