"""Which addresses are somebody else's on the public internet, said by lists of our own.

`ipaddress.is_global` is not asked: it takes spellings of 169.254.169.254 inside NAT64, 6to4 and IPv4-compatible addresses for global.
The lists are IANA's special-purpose registries, and what clouds have beside them.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SPECIAL_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # behind a carrier's NAT; a cloud's metadata
            "127.0.0.0/8",
            "168.63.129.16/32",  # a cloud's host, by a public address
            "169.254.0.0/16",  # link-local; most clouds' metadata
            "172.16.0.0/12",
            "192.0.0.0/24",  # protocol assignments; a cloud's metadata
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
# Of IPv6 only this is given out to anybody: loopback, unique-local, link-local, multicast, mapped, compatible are all outside.
GIVEN_OUT_6 = IPv6Network("2000::/3")
SPECIAL_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: an IPv4 address inside, by relays that nobody runs any more
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)
NAT64 = IPv6Network("64:ff9b::/96")  # the well-known prefix alone: 64:ff9b:1::/48 is for private networks
ISATAP = (0x00005EFE, 0x02005EFE)  # in the third quarter of an address, before an IPv4 one


def inner(address: Address) -> Address:
    """The IPv4 address that one reaches at this IPv6 one, where it says so of itself; else the same."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64 or (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address


def is_public(address: Address) -> bool:
    """Whether both the address, and the one inside it, are on the public internet. Mapped ones are not: nobody's name has them."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in SPECIAL_4)
    if getattr(address, "scope_id", None) is not None:
        return False
    outer = address in NAT64 or (address in GIVEN_OUT_6 and not any(address in network for network in SPECIAL_6))
    within = inner(address)
    return outer and (within == address or is_public(within))


def is_in(address: Address, networks: tuple[Network, ...]) -> bool:
    """Whether one of the networks has the address, or the one inside it."""
    return any(address in network or inner(address) in network for network in networks)
