"""A mail server that keeps what it gets: STARTTLS and a password first, then each mail in a file of its own.

`python -m tests.production.post_office PORT CHAIN KEY FOLDER USER`, the password in POST_OFFICE_PASSWORD.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import os
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass
class PostOffice:
    """Mails go to `folder` as 1.eml, 2.eml …, whole or not at all."""

    folder: Path
    context: ssl.SSLContext
    user: str
    password: str

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)

    async def listen(self, port: int) -> asyncio.Server:
        """Serve on loopback; 0 takes a free port."""
        return await asyncio.start_server(self._talk, "127.0.0.1", port)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await _Visit(self, reader, writer).run()
        writer.close()

    def keep(self, mail: bytes) -> None:
        """Put it into the box."""
        file = self.folder / f"{next(self._numbers)}.eml"
        half = file.with_suffix(".half")
        half.write_bytes(mail)
        half.replace(file)

    def knows(self, word: str) -> bool:
        """Whether AUTH PLAIN named the right user and password."""
        wanted = f"\0{self.user}\0{self.password}".encode()
        return base64.b64decode(word.encode()) == wanted


@dataclass
class _Visit:
    """One connection, and how far it has come."""

    office: PostOffice
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    secure: bool = False
    known: bool = False

    async def run(self) -> None:
        self._say("220 post office")
        while line := (await self.reader.readline()).decode().strip():
            word, _, rest = line.partition(" ")
            if word.upper() == "QUIT":
                self._say("221 bye")
                break
            await self._answer(word.upper(), rest)
            await self.writer.drain()

    async def _answer(self, word: str, rest: str) -> None:
        if word == "EHLO":
            self._say("250-post office", "250 AUTH PLAIN" if self.secure else "250 STARTTLS")
        elif word == "STARTTLS":
            self._say("220 go ahead")
            await self.writer.start_tls(self.office.context)
            self.secure = True
        elif not self.secure:
            self._say("530 Must issue a STARTTLS command first")
        elif word == "AUTH":
            self.known = self.office.knows(rest.removeprefix("PLAIN "))
            self._say("235 welcome" if self.known else "535 wrong password")
        elif not self.known:
            self._say("530 Authentication required")
        elif word == "DATA":
            self._say("354 go on")
            mail = await self.reader.readuntil(b"\r\n.\r\n")
            self.office.keep(mail.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."))
            self._say("250 kept")
        else:
            self._say("250 ok")

    def _say(self, *lines: str) -> None:
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())


def context_of(chain: str, key: str) -> ssl.SSLContext:
    """TLS as a server offers it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return context


async def _main(port: str, chain: str, key: str, folder: str, user: str) -> None:
    office = PostOffice(Path(folder), context_of(chain, key), user, os.environ["POST_OFFICE_PASSWORD"])
    async with await office.listen(int(port)) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:6]))
