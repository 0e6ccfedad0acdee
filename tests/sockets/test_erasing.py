"""A visitor is erased while they chat: their sockets end, and their token opens nothing any more."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.test import override_settings

from accounts.actions.carry_out_erasure import carry_out_erasure
from accounts.actions.request_erasure import request_visitor_erasure
from accounts.tenancy import tenant
from chat import threads
from tests.serving import House
from tests.sockets.talking import new_id, visiting, visitor
from tests.sockets.test_banning import hello_of


def erase(house: House, folder: Path) -> None:
    with override_settings(EXPORT_DIR=str(folder), TOMBSTONES_FILE=str(folder / "tombstones")):
        with tenant(house.cast.shop):
            asked = request_visitor_erasure(house.cast.olga, house.cast.shop, house.cast.vera.public_id, at_once=True)
        carry_out_erasure(asked.account_id, asked.pk)


class TestErasing:
    async def test_open_sockets_end_and_nobody_else_s(self, house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        token = house.cast.tokens["vera"].token
        async with visitor(house, token) as vera, visitor(house, house.cast.tokens["wanda"].token) as wanda:
            begun = time.monotonic()
            await threads.run(erase, house, tmp_path)
            code = await vera.close_code()
            with capsys.disabled():
                print(f"\n  erased: the socket ended after {time.monotonic() - begun:.2f} s")
            assert code in (4401, 4403)
            assert (await wanda.ask("send", client_id=new_id(), text="Still here"))["ok"]
            async with visiting(house) as again:
                assert not (await again.ask("hello", **hello_of(house, token)))["ok"]
                assert await again.close_code() == 4401
