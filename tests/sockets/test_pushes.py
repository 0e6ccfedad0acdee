"""What is heard beside the replies: everything that is one's own, once, and nothing that is not."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from functools import partial
from typing import Any, get_type_hints

from chat.events import REGISTRY
from tests.serving import House
from tests.sockets.talking import Socket, new_id, operator, visiting, visitor

NOTE = "NOTE-77aa"


def is_message(text: str) -> Any:
    """Wanted: the push of the message with this text."""
    return lambda push: push["type"] == "message" and push["message"]["text"] == text


async def first_words(house: House, socket: Socket, clerk: Socket, text: str = "First") -> str:
    """A visitor starts a conversation and the operator hears of it. Gives its id."""
    sent = await socket.ask("send", client_id=new_id(), text=text)
    assert sent["ok"], sent
    await clerk.until(is_message(text))
    return str(sent["conversation"])


async def get(house: House, path: str, key: str) -> tuple[int, Any]:
    """Ask the REST API."""

    def fetch() -> tuple[int, Any]:
        request = urllib.request.Request(f"http://127.0.0.1:{house.web.port}/api/v1/{path}", headers={"Authorization": f"Bearer {key}"})
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, json.loads(refusal.read())

    return await asyncio.to_thread(fetch)


def is_behind(number: int, push: dict[str, Any]) -> bool:
    """A message push with a later number."""
    return push["type"] == "message" and push["message"]["number"] > number


class TestTalking:
    async def test_both_sides_hear_each_other_once(self, house: House) -> None:
        async with operator(house) as clerk, visitor(house) as socket:
            talk = await first_words(house, socket, clerk)
            client_id = new_id()
            sent = await clerk.ask("send", conversation=talk, client_id=client_id, kind="text", text="Welcome")
            to_visitor, to_clerk = await socket.until(is_message("Welcome")), await clerk.until(is_message("Welcome"))
            assert to_visitor["message"]["client_id"] is None and to_clerk["message"]["client_id"] == client_id
            assert to_clerk["message"]["number"] == sent["number"]
            assert to_visitor["message"]["author"]["name"] == "Oscar"
            await socket.ask("read", number=to_visitor["message"]["number"])
            read = await clerk.until(lambda push: push["type"] == "read" and push["side"] == "visitor")
            assert read["number"] == sent["number"]

    async def test_all_tabs_of_a_visitor(self, house: House) -> None:
        async with visitor(house) as one:
            opened = await one.ask("send", client_id=new_id(), text="From the first tab")
            assert opened["ok"]
        async with visitor(house, house.cast.tokens["wanda"].token) as one, visitor(house, house.cast.tokens["wanda"].token) as other:
            await one.ask("send", client_id=new_id(), text="To my other tab")
            await other.until(is_message("To my other tab"))

    async def test_typing_is_shown_and_a_viewer_is_not_announced(self, house: House) -> None:
        async with operator(house) as clerk, operator(house, "vic") as viewer, visitor(house) as socket:
            talk = await first_words(house, socket, clerk)
            await socket.ask("typing", text="Do you ha")
            preview = await clerk.until(lambda push: push["type"] == "typing" and push["conversation"] == talk)
            assert preview["text"] == "Do you ha"
            assert (await viewer.ask("typing", conversation=talk, kind="text"))["error"]["code"] == "forbidden"
            await clerk.ask("typing", conversation=talk, kind="note")
            await clerk.ask("typing", conversation=talk, kind="text", text="never sent on")
            heard = await socket.until(lambda push: push["type"] == "typing")
            assert heard["author"]["name"] == "Oscar" and not {"text", "kind"} & set(heard)
            assert [push["type"] for push in socket.pushes].count("typing") == 1


class TestSendingAgain:
    async def test_ten_times_over_reconnects_is_once(self, house: House) -> None:
        """DUR2: the same client_id gives the same answer, also on other connections, and takes one number."""
        client_id = new_id()
        token, answers = None, []
        for _ in range(10):
            async with visiting(house) as socket:
                said = await socket.ask("hello", v=1, project=house.cast.shop.key, token=token, conversation=None, page={}, after=None)
                token = said["token"]
                sent = await socket.ask("send", client_id=client_id, text="Once")
                answers.append({name: sent[name] for name in ("conversation", "number", "created_at")})
        assert all(answer == answers[0] for answer in answers)
        async with visitor(house, token) as socket:
            again = await socket.ask("resume", conversation=answers[0]["conversation"], after=0)
            assert [line["client_id"] for line in again["messages"]] == [client_id]

    async def test_two_authors_may_use_the_same_client_id(self, house: House) -> None:
        client_id = new_id()
        async with visitor(house) as one, visitor(house) as other:
            first = await one.ask("send", client_id=client_id, text="Mine")
            second = await other.ask("send", client_id=client_id, text="Also mine")
            assert first["conversation"] != second["conversation"]


class TestResuming:
    async def test_pages_both_ways(self, house: House) -> None:
        async with operator(house) as clerk, visitor(house) as socket:
            talk = await first_words(house, socket, clerk, "1")
            for number in range(2, 121):
                kind = "note" if number % 3 == 0 else "text"
                await clerk.ask_patiently("send", conversation=talk, client_id=new_id(), kind=kind, text=str(number))
            for one, expected in ((clerk, [str(n) for n in range(1, 121)]), (socket, [str(n) for n in range(1, 121) if n % 3])):
                assert await page_through(one, talk) == expected
                newest = await one.ask_patiently("resume", conversation=talk, after=None)
                assert len(newest["messages"]) == 50 and newest["more"]
                assert [line["text"] for line in newest["messages"]] == expected[-50:]
                older = await one.ask_patiently("resume", conversation=talk, before=newest["messages"][0]["number"])
                assert [line["text"] for line in older["messages"]] == expected[-100:-50] or not older["more"]
                numbers = [line["number"] for line in newest["messages"]]
                assert numbers == list(range(len(expected) - 49, len(expected) + 1)), "no gaps, and none for notes"

    async def test_nothing_falls_between_joining_and_replaying(self, house: House) -> None:
        """DUR5: while the operator writes without a pause, visitors come: what hello replays and what is pushed is everything."""
        token = house.cast.tokens["vera"].token
        async with operator(house) as clerk:
            talk, stop = str(house.cast.talk.public_id), asyncio.Event()

            async def write() -> int:
                last = 0
                while not stop.is_set():
                    sent = await clerk.ask("send", conversation=talk, client_id=new_id(), kind="text", text="x")
                    last = sent["number"] if sent["ok"] else last
                    await asyncio.sleep(0.03)
                return last

            writer = asyncio.create_task(write())
            try:
                for _ in range(15):
                    async with visiting(house) as socket:
                        said = await socket.ask("hello", v=1, project=house.cast.shop.key, token=token, conversation=talk, page={}, after=0)
                        held = [line["number"] for line in said["messages"]]
                        assert held == list(range(1, len(held) + 1))
                        while said["more"]:
                            said = await socket.ask("resume", conversation=talk, after=held[-1])
                            held += [line["number"] for line in said["messages"]]
                        end = held[-1]
                        await socket.until(partial(is_behind, end))
                        heard = {push["message"]["number"] for push in socket.pushes if push["type"] == "message"}
                        assert set(held) | heard >= set(range(1, max(heard) + 1)), "a line fell between"
            finally:
                stop.set()
                await writer


async def page_through(socket: Socket, talk: str) -> list[str]:
    """Everything from the beginning, page by page."""
    texts: list[str] = []
    after, more = 0, True
    while more:
        said = await socket.ask_patiently("resume", conversation=talk, after=after)
        assert 0 < len(said["messages"]) <= 100
        texts += [line["text"] for line in said["messages"]]
        after, more = said["messages"][-1]["number"], said["more"]
    return texts


class TestNotes:
    async def test_no_visitor_hears_of_a_note(self, house: House) -> None:
        """WSS9: after notes, assignments and closes, in nothing a visitor ever got is a byte of them, nor a gap."""
        async with operator(house) as clerk, visitor(house) as socket:
            said = await socket.ask("send", client_id=new_id(), text="Hello")
            talk = said["conversation"]
            for kind, text in (("note", f"{NOTE} one"), ("text", "Hi"), ("note", f"{NOTE} two")):
                await clerk.ask("send", conversation=talk, client_id=new_id(), kind=kind, text=text)
                await clerk.ask("typing", conversation=talk, kind=kind)
            await clerk.until(is_message(f"{NOTE} two"))
            await clerk.ask("read", conversation=talk, number=4)
            await socket.until(lambda push: push["type"] == "read")
            sent = await socket.ask("send", client_id=new_id(), text="Bye")
            assert sent["number"] == 3
            await socket.until(is_message("Bye"))
            again = await socket.ask("resume", conversation=talk, after=0)
            assert [line["number"] for line in again["messages"]] == [1, 2, 3]
            assert not any(NOTE in text or '"note"' in text for text in socket.heard)
            assert all(push["message"]["kind"] != "note" for push in socket.pushes if push["type"] == "message")


class TestPushesAreWhatGetGives:
    """WSS8: what a reader is pushed they could also have asked for, field by field."""

    async def test_every_push_is_in_the_registry_with_its_fields(self, house: House) -> None:
        async with operator(house) as clerk, visitor(house) as socket:
            await everything_happens(house, clerk, socket)
            for heard, audiences in ((clerk.pushes, ("operators", "everyone")), (socket.pushes, ("everyone",))):
                for push in heard:
                    types = [event.payload for event in REGISTRY if event.name == push["type"] and event.audience in audiences]
                    assert any(set(push) <= set(get_type_hints(payload)) for payload in types), push

    async def test_conversations_and_messages(self, house: House) -> None:
        async with operator(house) as clerk, operator(house, "vic") as viewer, visitor(house) as socket:
            talk = await everything_happens(house, clerk, socket)
            await viewer.until(is_message("The end"))
            for name, one in (("oscar", clerk), ("vic", viewer)):
                base = f"projects/{house.cast.shop.public_id}/conversations/{talk}"
                _, shape = await get(house, base, house.keys[name])
                _, lines = await get(house, f"{base}/messages?after=0", house.keys[name])
                by_number = {line["number"]: line for line in lines["results"]}
                mine = [push for push in one.pushes if push.get("message", {}).get("conversation") == talk]
                assert len(mine) >= 5 and all(push["message"] == by_number[push["message"]["number"]] for push in mine)
                told = [push["conversation"] for push in one.pushes if push["type"] == "conversation"]
                assert told and all(set(fields) <= set(shape) for fields in told)
            public = (await socket.ask("resume", conversation=talk, after=0))["messages"]
            heard = [push["message"] for push in socket.pushes if push["type"] == "message"]
            assert heard and all(line in public for line in heard)

    async def test_who_may_not_see_visitors_does_not_hear_of_them(self, house: House) -> None:
        async with operator(house) as clerk, operator(house, "vic") as viewer:
            async with visitor(house) as socket:
                await socket.ask("page", url="https://acme.example/vases", title="Vases")
                await clerk.until(lambda push: push["type"] == "visitors")
                await first_words(house, socket, clerk, "Seen by both")
                await viewer.until(is_message("Seen by both"))
            status, _ = await get(house, f"projects/{house.cast.shop.public_id}/visitors/online", house.keys["vic"])
            assert status == 403
            assert "visitors" not in {push["type"] for push in viewer.pushes}

    async def test_others_hear_nothing(self, house: House) -> None:
        async with operator(house, "gus") as gus, operator(house, "lena") as lena, operator(house) as clerk, visitor(house) as socket:
            await everything_happens(house, clerk, socket)
            for stranger in (gus, lena):
                assert (await stranger.ask("ping"))["ok"]
                assert {push["type"] for push in stranger.pushes} <= {"presence"}
                assert not any("Do you" in text for text in stranger.heard)


async def everything_happens(house: House, clerk: Socket, socket: Socket) -> str:
    """A conversation in which each frame is used once. Gives its id."""
    await socket.ask("identify", name="Viktoria", email="viktoria@example.com")
    talk = await first_words(house, socket, clerk, "Do you have bowls?")
    await socket.ask("typing", text="Do you")
    await socket.ask("page", url="https://acme.example/vases", title="Vases")
    await clerk.ask("watch", conversation=talk)
    await clerk.ask("typing", conversation=talk, kind="text")
    await clerk.ask("send", conversation=talk, client_id=new_id(), kind="note", text=f"{NOTE} regular")
    await clerk.ask("send", conversation=talk, client_id=new_id(), kind="text", text="We do")
    await clerk.ask("read", conversation=talk, number=2)
    await socket.ask("read", number=2)
    await clerk.ask("status", available=True)
    await socket.ask("rate", client_id=new_id(), score=5, comment="Good")
    await socket.ask("end")
    await socket.ask("send", client_id=new_id(), text="The end")
    await clerk.until(is_message("The end"))
    await socket.until(is_message("The end"))
    return talk
