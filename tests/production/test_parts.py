"""The parts that the production check is made of: if one of them let everything through, the check would show nothing."""

from __future__ import annotations

import asyncio
import os
import shutil
import smtplib
import socket
import ssl
import stat
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.boot import ROOT
from tests.ports import free_port
from tests.production.authority import Authority
from tests.production.findings import Findings
from tests.production.ports import beyond_loopback
from tests.production.post_office import PostOffice, context_of
from tests.production.refusals import with_password
from tests.production.tls_forwarder import forward


class TestForwarder:
    async def talk(self, folder: Path, trusted: Path, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> bytes:
        """What comes back through the forwarder from somebody who repeats a line."""
        address, port = str(folder / "echo.sock"), free_port()

        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readline())
            writer.close()

        certificate = Authority(folder, "mine").certify("valkey", "localhost")
        context = ssl.create_default_context(cafile=str(trusted))
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        async with (
            await asyncio.start_unix_server(echo, address),
            await forward(port, str(certificate.chain), str(certificate.key), address),
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="localhost")
            writer.write(b"PING\r\n")
            said = await reader.read()
            writer.close()
            return said

    async def test_carries_both_ways(self, tmp_path: Path) -> None:
        # The authority is made in there; its name is known before.
        assert await self.talk(tmp_path, self.root(tmp_path)) == b"PING\r\n"

    async def test_a_stranger_is_not_believed(self, tmp_path: Path) -> None:
        (tmp_path / "other").mkdir()
        stranger = Authority(tmp_path / "other", "stranger").root
        with pytest.raises(ssl.SSLCertVerificationError):
            await self.talk(tmp_path, stranger)

    async def test_old_tls_is_refused(self, tmp_path: Path) -> None:
        with pytest.warns(DeprecationWarning, match="TLSv1_1"), pytest.raises((ssl.SSLError, ConnectionError)):
            await self.talk(tmp_path, self.root(tmp_path), ssl.TLSVersion.TLSv1_1)

    def root(self, folder: Path) -> Path:
        return Authority(folder, "mine").root


class TestPostOffice:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "mails").mkdir()
        return tmp_path

    async def post(self, folder: Path, password: str, *, tls: bool = True) -> None:
        """Send one mail as Django does."""
        authority = Authority(folder, "mine")
        certificate = authority.certify("mail", "localhost")
        office = PostOffice(folder / "mails", context_of(str(certificate.chain), str(certificate.key)), "parley", "right")
        async with await office.listen(0) as server:
            port = server.sockets[0].getsockname()[1]
            await asyncio.to_thread(self._post, port, authority.root, password, tls)

    def _post(self, port: int, root: Path, password: str, tls: bool) -> None:
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["To"] = "Hello", "a@parley.example", "b@parley.example"
        mail.set_content("First line\n.dot\n")
        with smtplib.SMTP("localhost", port, timeout=10) as line:
            if tls:
                line.starttls(context=ssl.create_default_context(cafile=str(root)))
                line.login("parley", password)
            line.send_message(mail)

    async def test_keeps_a_mail(self, folder: Path) -> None:
        await self.post(folder, "right")
        (mail,) = (folder / "mails").glob("*.eml")
        assert "To: b@parley.example" in mail.read_text() and "\n.dot" in mail.read_text().replace("\r", "")

    async def test_refuses_a_wrong_password(self, folder: Path) -> None:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            await self.post(folder, "wrong")

    async def test_refuses_plain_text(self, folder: Path) -> None:
        with pytest.raises(smtplib.SMTPSenderRefused, match="STARTTLS"):
            await self.post(folder, "right", tls=False)
        assert not list((folder / "mails").iterdir())


@pytest.mark.skipif(shutil.which("openssl") is None, reason="keys.sh needs openssl")
def test_keys_are_made_once_and_are_private(tmp_path: Path) -> None:
    shutil.copy(ROOT / "deploy" / "keys.sh", tmp_path)
    for _ in range(2):
        subprocess.run(["sh", "keys.sh"], cwd=tmp_path, check=True, capture_output=True)
        made = {file.name: file.read_bytes() for file in (tmp_path / "keys").iterdir()}
    subprocess.run(["sh", "keys.sh"], cwd=tmp_path, check=True, capture_output=True)
    assert made == {file.name: file.read_bytes() for file in (tmp_path / "keys").iterdir()}
    for file in (tmp_path / "keys").iterdir():
        assert file.suffix == ".pem" or stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file.name
    assert len(made["secret_key"].strip()) >= 50
    assert b"sslmode=verify-full" in made["database_url"] and made["redis_url"].startswith(b"rediss://:")
    for name in ("postgres", "valkey"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "keys" / f"{name}.pem", tmp_path / "keys" / f"{name}.key")


def test_every_secret_of_the_composition_is_made() -> None:
    named = {
        line.split("deploy/keys/")[1].split(" ")[0]
        for line in (ROOT / "docker-compose.yml").read_text().splitlines()
        if "file: deploy/keys/" in line
    }
    script = (ROOT / "deploy" / "keys.sh").read_text()
    assert named and not {name for name in named if name.removesuffix(".key").removesuffix(".pem") not in script}


def test_a_listener_beyond_loopback_is_found() -> None:
    """Not to endanger anybody, one on 127.0.0.2 stands for it: anything but 127.0.0.1 and ::1 counts."""
    session = [os.getsid(0)]
    before = beyond_loopback(session)
    with socket.create_server(("127.0.0.2", 0)) as stranger, socket.create_server(("127.0.0.1", 0)):
        port = stranger.getsockname()[1]
        found = [line for line in beyond_loopback(session) if line not in before]
    assert found == [f"{os.getpid()} 0200007F:{port}"]


def test_an_empty_check_is_no_success() -> None:
    assert Findings().close() == 1
    findings = Findings()
    findings.add(True, "one")
    assert findings.close() == 0
    with findings.part("a part that breaks"):
        raise ValueError
    assert findings.close() == 1


def test_another_password() -> None:
    assert with_password("rediss://:old@h:1/0?a=b", "new") == "rediss://:new@h:1/0?a=b"
    assert with_password("postgres://app:old@h:1/d", "") == "postgres://app@h:1/d"
