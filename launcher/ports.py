"""Which port the product gets."""

import errno
import socket
from collections.abc import Mapping

from launcher.say import Trouble

DEFAULT_PORT = 8000
TRIED = 50
LOOPBACKS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def choose_port(environ: Mapping[str, str]) -> int:
    """PORT as given, or 8000, or the next free one. Raises Trouble when the given one is no port, or is taken."""
    given = environ.get("PORT", "")
    if given:
        if not (given.isascii() and given.isdecimal()) or not 0 < int(given) < 65_536:
            raise Trouble(f"PORT must be a number from 1 to 65535, not {given!r}.")
        if not is_free(int(given)):
            raise Trouble(f"Port {given} is taken. Choose another PORT, or leave it out and the next free one is used.")
        return int(given)
    for port in range(DEFAULT_PORT, DEFAULT_PORT + TRIED):
        if is_free(port):
            return port
    raise Trouble(f"No port from {DEFAULT_PORT} to {DEFAULT_PORT + TRIED - 1} is free. Choose one with PORT.")


def card_port(port: int) -> int:
    """Where the card page listens: a hundred above the product, or the next free one."""
    return _above(port + 100, "the card page")


def mail_port(port: int) -> int:
    """Where mail is taken in: two hundred above the product, or the next free one."""
    return _above(port + 200, "mail")


def _above(first: int, what: str) -> int:
    for one in range(first, first + TRIED):
        if one < 65_536 and is_free(one):
            return one
    raise Trouble(f"No port above {first} is free for {what}.")


def is_free(port: int) -> bool:
    """Whether nobody listens there, for IPv4 and for IPv6: `localhost` may be either."""
    return all(_can_bind(family, host, port) for family, host in LOOPBACKS)


def _can_bind(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        probe = socket.socket(family)
    except OSError:
        return True
    with probe:
        # A port whose last connections are still closing can be used.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Trouble(f"Port {port} needs the rights of root. Choose a PORT above 1023.") from None
        except OSError as error:
            # A machine without IPv6 has no ::1 to be taken.
            return family is socket.AF_INET6 and error.errno != errno.EADDRINUSE
    return True
