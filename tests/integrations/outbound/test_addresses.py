"""INT4: what is on the public internet, in every spelling."""

from __future__ import annotations

from ipaddress import IPv6Network, ip_address, ip_network

import pytest

from integrations.outbound.addresses import inner, is_in, is_public

INSIDE = """
0.0.0.0 0.1.2.3 0.255.255.255 10.0.0.0 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254
168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1
192.88.99.1 192.168.0.1 192.168.255.255 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255
240.0.0.1 255.255.255.254 255.255.255.255
:: ::1 ::127.0.0.1 ::7f00:1 ::a9fe:a9fe ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:a9fe:a9fe ::ffff:8.8.8.8 ::ffff:0:127.0.0.1
64:ff9b::127.0.0.1 64:ff9b::169.254.169.254 64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::8.8.8.8 64:ff9b:1::a9fe:a9fe
64:ff9b:0:0:1::8.8.8.8 100::1 100:0:0:1::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1
2001:db8:ffff::1 2002:7f00:1:: 2002:a9fe:a9fe::1 2002:808:808::1 2620:4f:8000::1 3fff::1 3fff:fff::1 4000::1 5f00::1 fc00::1 fd00::1
fd00:ec2::254 fe80::1 fe80::1%eth0 2606:4700::1111%1 fec0::1 ff02::1 ff0e::1 2606:4700::5efe:127.0.0.1 2606:4700::200:5efe:10.0.0.1
2606:4700::5efe:a9fe:a9fe
"""
OUTSIDE = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15 169.253.255.255
169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 203.0.112.255 223.255.255.255
2606:4700:4700::1111 2a00:1450:4001:830::200e 2001:200::1 2003::1 64:ff9b::8.8.8.8 64:ff9b::808:808 2606:4700::5efe:8.8.8.8
"""


@pytest.mark.parametrize("text", INSIDE.split())
def test_inside(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", OUTSIDE.split())
def test_outside(text: str) -> None:
    assert is_public(ip_address(text))


def test_there_is_something_to_look_at() -> None:
    assert len(INSIDE.split()) >= 80
    taken = [text for text in INSIDE.split() if ip_address(text).is_global]
    assert "64:ff9b::169.254.169.254" in taken, "the library knows better now: say so in the module"


def test_a_refused_network_has_what_is_wrapped_in_it() -> None:
    assert is_in(ip_address("64:ff9b::8.8.8.8"), (ip_network("8.8.8.0/24"),))
    assert is_in(ip_address("2606:4700::1"), (IPv6Network("2606:4700::/32"),)) and not is_in(
        ip_address("8.8.4.4"), (ip_network("8.8.8.0/24"),)
    )
    assert str(inner(ip_address("2002:808:808::1"))) == "2002:808:808::1"
