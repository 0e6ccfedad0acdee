"""Where the guarded door may lead besides the public internet: its settings, all empty where strangers are served."""

from __future__ import annotations

import ipaddress

from config.env import BadSetting, Env

_env = Env()
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _is_place(text: str) -> bool:
    """Whether it is `host:port`; anything else has to be a network."""
    host, _, port = text.rpartition(":")
    return bool(host) and port.isdigit() and (":" not in host or host.startswith("["))


def _networks(name: str, words: list[str]) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(word) for word in words)
    except ValueError:
        raise BadSetting(f"{name} must be networks such as 10.0.0.0/8, comma-separated.") from None


def _ports(name: str, default: str) -> frozenset[int]:
    words = _env.words(name, default)
    if not all(word.isdigit() and 0 < int(word) < 65536 for word in words):
        raise BadSetting(f"{name} must be ports, comma-separated.")
    return frozenset(map(int, words))


def _nameservers(name: str) -> tuple[tuple[str, int], ...]:
    found = []
    for word in _env.words(name):
        host, _, port = word.rpartition(":") if _is_place(word) else (word, "", "53")
        try:
            found.append((str(ipaddress.ip_address(host.strip("[]"))), int(port)))
        except ValueError:
            raise BadSetting(f"{name} must be addresses, or address:port, comma-separated.") from None
    return tuple(found)


_ALLOW = _env.words("PARLEY_OUTBOUND_ALLOW")
# What is refused everywhere is allowed here, over plain http too: other systems on this machine, for trying things out.
OUTBOUND_ALLOW_PLACES = frozenset(
    (host.lower(), int(port)) for host, _, port in (word.rpartition(":") for word in _ALLOW if _is_place(word))
)
OUTBOUND_ALLOW_NETWORKS = _networks("PARLEY_OUTBOUND_ALLOW", [word for word in _ALLOW if not _is_place(word)])
# What is public and yet ours: our own hosts, or a NAT64 prefix of our network's.
OUTBOUND_REFUSE = _networks("PARLEY_OUTBOUND_REFUSE", _env.words("PARLEY_OUTBOUND_REFUSE"))
OUTBOUND_PORTS = _ports("PARLEY_OUTBOUND_PORTS", "443")
OUTBOUND_NAMESERVERS = _nameservers("PARLEY_OUTBOUND_NAMESERVERS")
OUTBOUND_CA_FILE = _env.text("PARLEY_OUTBOUND_CA_FILE", "")
