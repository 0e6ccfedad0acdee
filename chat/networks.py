"""The networks around an address, in the sizes that providers give to one customer, an office or a town."""

from __future__ import annotations

import ipaddress

SIZES = {4: (32, 24, 16), 6: (128, 64, 56, 48)}
OF_LIMITS = {4: 24, 6: 56}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def parse_address(text: str) -> Address | None:
    """An address; one of IPv4 in IPv6's clothes as what it is. None for anything else."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def networks_around(text: str) -> frozenset[str]:
    """Every network that a ban may name and that has this address in it, the address itself as the smallest."""
    address = parse_address(text)
    if address is None:
        return frozenset()
    return frozenset(str(ipaddress.ip_network((address, size), strict=False)) for size in SIZES[address.version])


def network_of(text: str) -> str:
    """The network whose people share a limit: an IPv4 /24 or an IPv6 /56. What is no address is one network of its own."""
    address = parse_address(text)
    if address is None:
        return "unknown"
    return str(ipaddress.ip_network((address, OF_LIMITS[address.version]), strict=False))


def clean_network(text: str) -> str:
    """An address or a network of one of SIZES, as `networks_around` names it; '' for anything else."""
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return ""
    return str(network) if network.prefixlen in SIZES[network.version] else ""
