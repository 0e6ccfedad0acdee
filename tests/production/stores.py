"""Postgres and Valkey as production has them: TLS, a password, and no way in without either. On loopback."""

from __future__ import annotations

import os
import socket
import ssl
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from launcher import places
from launcher.account import dropped_account, own_folder
from launcher.program import Program
from launcher.secret import secrets_in, write_private
from launcher.stores.postgres import Postgres
from launcher.stores.valkey import find_server
from tests.ports import free_port
from tests.production.authority import Authority, Certificate

# `local` is for the superuser, who makes the roles; over the network nobody comes without TLS.
WHO_MAY = """local   all postgres              scram-sha-256
hostssl all all      127.0.0.1/32 scram-sha-256
"""
ANSWER_S = 1.0


@dataclass(frozen=True)
class Stores:
    """Both stores, with the URLs that production's settings get."""

    postgres: Postgres
    programs: list[Program]
    database_url: str
    owner_url: str
    redis_url: str

    @staticmethod
    def make(folder: Path, binaries: Path, authority: Authority) -> Stores:
        """Lay everything out below `folder`; nothing runs yet."""
        postgres = _postgres(folder, binaries, authority.certify("postgres", "localhost"))
        secrets = secrets_in(folder)
        database = f"localhost:{postgres.port}/parley?sslmode=verify-full&sslrootcert={authority.root}"
        port = free_port()
        return Stores(
            postgres,
            [postgres.program(), _valkey(folder, secrets["cluster"]), _forwarder(folder, port, authority.certify("valkey", "localhost"))],
            database_url=f"postgres://parley_app:{secrets['app']}@{database}",
            owner_url=f"postgres://parley_owner:{secrets['owner']}@{database}",
            redis_url=f"rediss://:{secrets['cluster']}@localhost:{port}/0?ssl_ca_certs={authority.root}",
        )


def _postgres(folder: Path, binaries: Path, certificate: Certificate) -> Postgres:
    """A cluster whose every connection over the network is encrypted."""
    account = dropped_account()
    home = own_folder(folder / "pg", account) if account else folder
    who_may = home / "hba.conf"
    chain, key = home / "server.pem", home / "server.key"
    who_may.write_text(WHO_MAY)
    chain.write_bytes(certificate.chain.read_bytes())
    write_private(key, certificate.key.read_text())
    if account:
        for file in (who_may, chain, key):
            os.chown(file, account.uid, account.gid)
    sockets = own_folder(home / "s", account) if account else _private(folder / "s")
    more = ("listen_addresses=127.0.0.1", f"hba_file={who_may}", "ssl=on", f"ssl_cert_file={chain}", f"ssl_key_file={key}")
    tls = ("ssl_min_protocol_version=TLSv1.2", "password_encryption=scram-sha-256")
    postgres = Postgres(home, sockets, secrets_in(folder), account, False, (*more, *tls), binaries, free_port())
    postgres.prepare()
    return postgres


def _valkey(folder: Path, password: str) -> Program:
    """Valkey on a socket. The password stands in a file: everybody on a machine can read an argument list."""
    address = _private(folder / "v") / "valkey.sock"
    file = folder / "valkey.conf"
    write_private(file, f'port 0\nunixsocket {address}\nunixsocketperm 700\ndir {folder}\nsave ""\nrequirepass {password}\n')
    return Program("valkey", [str(find_server()), str(file)], dict(os.environ), lambda: _wants_password(address), cwd=folder)


def _wants_password(address: Path) -> bool:
    with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(ANSWER_S)
        line.connect(str(address))
        line.sendall(b"PING\r\n")
        return line.recv(64).startswith(b"-NOAUTH")
    return False


def _forwarder(folder: Path, port: int, certificate: Certificate) -> Program:
    """TLS for a Valkey that was built without."""
    module = [sys.executable, "-m", "tests.production.tls_forwarder"]
    words = [str(port), str(certificate.chain), str(certificate.key), str(folder / "v" / "valkey.sock")]
    return Program("tls-forwarder", [*module, *words], dict(os.environ), lambda: speaks_tls(port), cwd=places.ROOT)


def speaks_tls(port: int) -> bool:
    """Whether somebody there shakes hands, whoever it is."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), ANSWER_S) as line, context.wrap_socket(line):
        return True
    return False


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    return folder
