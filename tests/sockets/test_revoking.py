"""A right that ends while a socket is open ends the socket, whether it says anything or not."""

from __future__ import annotations

import time

import pytest
from django.utils import timezone

from accounts.actions.revoke import revoke
from accounts.tenancy import tenant
from chat import threads
from chat.models import Visitor
from tests.serving import House
from tests.sockets.talking import new_id, operating, visitor


class TestRevoking:
    async def test_a_right_that_ends_ends_the_socket(self, house: House, capsys: pytest.CaptureFixture[str]) -> None:
        """WSS5, printed: an operator's session is revoked while they are connected."""
        for subject in (house.subject_of("oscar"), f"member:{house.cast.members['oscar'].pk}"):
            async with operating(house, cookie=house.cookies["oscar"]) as socket:
                assert (await socket.ask("hello", v=1, projects="all"))["ok"]
                begun = time.monotonic()
                await threads.run(revoke, subject)
                assert await socket.close_code() == 4401
                with capsys.disabled():
                    print(f"\n  {subject.partition(':')[0]} revoked: the socket ended after {time.monotonic() - begun:.2f} s")
                assert socket.pushes[-1] == {"type": "revoked"}

    async def test_an_erased_visitor_is_sent_away_with_the_next_frame(self, house: House) -> None:
        async with visitor(house, house.cast.tokens["gina"].token, project=house.cast.globex.key) as socket:
            await threads.run(_erase, house)
            assert (await socket.ask("send", client_id=new_id(), text="Hello"))["error"]["code"] == "forbidden"
            assert await socket.close_code() == 4401

    async def test_an_erased_visitor_who_says_nothing_is_sent_away_too(self, house: House) -> None:
        async with visitor(house) as socket:
            assert (await socket.ask("send", client_id=new_id(), text="Hello"))["ok"]
            me = (await socket.ask("identify", name="V"))["visitor"]["id"]
            await threads.run(revoke, f"visitor:{me}")
            assert await socket.close_code() == 4401


def _erase(house: House) -> None:
    with tenant(house.cast.globex):
        Visitor.objects.filter(pk=house.cast.gina.pk).update(erased_at=timezone.now())
