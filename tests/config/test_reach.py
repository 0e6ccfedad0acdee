"""Whether the stores let us in: a wrong one is refused with its reason, one that is away is not."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections

from config.reach import database_refusal, redis_refusal
from tests.boot import STORES
from tests.ports import free_port
from tests.production.authority import Authority
from tests.production.tls_forwarder import forward

SOCKET = urlsplit(STORES.env["REDIS_URL"]).path


class TestRedis:
    async def refusal(self, folder: Path, *, user: str = "", host: str = "localhost", stranger: bool = False) -> str:
        """What is said of the tests' Valkey behind TLS."""
        authority = Authority(folder, "mine")
        certificate = authority.certify("valkey", "localhost")
        trusted = Authority(folder, "stranger").root if stranger else authority.root
        port = free_port()
        async with await forward(port, str(certificate.chain), str(certificate.key), SOCKET):
            return await asyncio.to_thread(redis_refusal, f"rediss://{user}{host}:{port}/0?ssl_ca_certs={trusted}")

    async def test_a_good_one(self, tmp_path: Path) -> None:
        assert await self.refusal(tmp_path) == ""

    async def test_a_stranger(self, tmp_path: Path) -> None:
        assert "certificate is not to be trusted" in await self.refusal(tmp_path, stranger=True)

    async def test_another_name(self, tmp_path: Path) -> None:
        assert "certificate is not to be trusted" in await self.refusal(tmp_path, host="127.0.0.1")

    async def test_a_wrong_password(self, tmp_path: Path) -> None:
        assert await self.refusal(tmp_path, user="somebody:S3CRET@") == "it does not accept our password"

    def test_one_that_speaks_no_tls(self) -> None:
        """Any server that answers in plain text will do."""
        assert asyncio.run(self._plain()) == "it does not speak TLS as we do"

    async def _plain(self) -> str:
        async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"-ERR no TLS here\r\n")
            writer.close()

        async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            return await asyncio.to_thread(redis_refusal, f"rediss://localhost:{port}/0")

    def test_one_that_is_away_is_none_of_our_business(self) -> None:
        assert redis_refusal(f"rediss://:word@localhost:{free_port()}/0") == ""
        assert redis_refusal("unix:///nowhere/valkey.sock") == ""


class TestDatabase:
    @pytest.fixture(autouse=True)
    def settings_of_database(self, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
        before = connections.settings["default"]
        changed = copy.deepcopy(before)
        connections["default"].settings_dict = self.told = changed
        with django_db_blocker.unblock():
            yield
        connections["default"].settings_dict = before

    def test_a_good_one(self) -> None:
        assert database_refusal() == ""

    def test_a_wrong_password(self) -> None:
        self.told["PASSWORD"] = "S3CRET"
        said = database_refusal()
        assert "password authentication failed" in said and "S3CRET" not in said

    def test_one_that_is_away(self) -> None:
        self.told["HOST"] = "/nowhere"
        assert "/nowhere" in database_refusal()
