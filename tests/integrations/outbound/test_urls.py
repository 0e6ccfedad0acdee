"""INT4: addresses that somebody typed to get inside. Each is refused at saving and at sending, and nobody hears of it."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest

from integrations.outbound import OutboundRefused, check, fetch, tally
from integrations.outbound.urls import parse
from tests.integrations.outbound.conftest import FORBIDDEN
from tests.integrations.outbound.partner import Partner
from tests.name_server import NameServer

# Names with these answers. One bad address among good ones is enough.
LEADS_TO = {
    "metadata.partner.dev": ["169.254.169.254"],
    "loopback.partner.dev": ["127.0.0.1"],
    "loopback6.partner.dev": ["::1"],
    "mapped.partner.dev": ["::ffff:127.0.0.1"],
    "nat64.partner.dev": ["64:ff9b::a9fe:a9fe"],
    "local-nat64.partner.dev": ["64:ff9b:1::808:808"],
    "sixtofour.partner.dev": ["2002:a9fe:a9fe::1"],
    "teredo.partner.dev": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "isatap.partner.dev": ["2606:4700::5efe:7f00:1"],
    "compatible.partner.dev": ["::a00:1"],
    "private.partner.dev": ["10.0.0.7"],
    "carrier.partner.dev": ["100.100.100.200"],
    "unique-local.partner.dev": ["fd00:ec2::254"],
    "one-of-two.partner.dev": ["93.184.216.34", "10.0.0.7"],
    "good4-bad6.partner.dev": ["93.184.216.34", "fe80::1"],
    "zero.partner.dev": ["0.0.0.0"],
    "multicast.partner.dev": ["224.0.0.1"],
    "broadcast.partner.dev": ["255.255.255.255"],
    "documentation.partner.dev": ["192.0.2.1"],
    "benchmark.partner.dev": ["198.18.0.1"],
    "allowed-and-not.partner.dev": ["127.0.0.2", FORBIDDEN],
}
ADDRESSES = """
https://127.0.0.1/ https://127.0.0.1:443/ https://169.254.169.254/latest/meta-data/ https://0.0.0.0/ https://10.0.0.1/
https://[::1]/ https://[::]/ https://[::ffff:127.0.0.1]/ https://[::ffff:7f00:1]/ https://[::ffff:a9fe:a9fe]/
https://[0:0:0:0:0:ffff:169.254.169.254]/ https://[64:ff9b::169.254.169.254]/ https://[64:ff9b::7f00:1]/ https://[64:ff9b:1::1]/
https://[2002:7f00:1::]/ https://[2002:a9fe:a9fe::1]/ https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/ https://[::127.0.0.1]/
https://[2606:4700::5efe:127.0.0.1]/ https://[fe80::1]/ https://[fd00:ec2::254]/ https://[ff02::1]/ https://[2001:db8::1]/
HtTpS://127.0.0.1/ https://[::FFFF:127.0.0.1]/ https://１２７.０.０.１/ https://127。0。0。1/ https://①②⑦.⓪.⓪.①/ https://169.254.169.254?x=1
https://169.254.169.254#@example.com
"""
HOSTS = """
https:// https:/// https://./ https://.../ https://.example.com/ https://example..com/ https://example.com./ https://127.0.0.1./
https://2130706433/ https://0x7f000001/ https://0x7f.1/ https://0X7F.0.0.1/ https://017700000001/ https://0177.0.0.1/ https://127.1/
https://127.0.1/ https://127.0.0.01/ https://127.0.0.1.0/ https://256.256.256.256/ https://1.2.3.4.5/ https://0/ https://0x/
https://example.com:/ https://127.0.0.1%2f.example.com/ https://%31%32%37.0.0.1/ https://exa%6dple.com/ https://[fe80::1%25eth0]/
https://[fe80::1%eth0]/ https://[v1.fe80::a]/ https://localhost/ https://LOCALHOST/ https://localhost:443/ https://foo.localhost/
https://metadata/ https://metadata.google.internal/ https://router.local/ https://db.corp/ https://nas.home.arpa/ https://x.lan/
https://x.localdomain/ https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/ https://-a.example.com/ https://a-.example.com/ https://exa_mple,com/
https://exa!mple.com/ https://xn--a.ⓘⓝⓣⓔⓡⓝⓐⓛ/ https://127.0.0.1,example.com/ https://example.com;127.0.0.1/ https:example.com
https:/example.com
"""
SCHEMES = """
http://example.com/ file:///etc/passwd gopher://127.0.0.1:6379/_FLUSHALL ftp://example.com/ javascript:alert(1) data:text/html,x
ws://example.com/ dict://127.0.0.1:11211/ //example.com/ example.com /etc/passwd jar:https://example.com/ HTTP://127.0.0.1/
"""
HOSTILE = {
    "address": [
        *(f"https://{name}/" for name in LEADS_TO),
        *ADDRESSES.split(),
    ],
    "host": HOSTS.split(),
    "url": [
        "https://exam\nple.com/",
        "https://example.com/\r\nHost: 127.0.0.1",
        "https://example.com/ HTTP/1.1",
        "\thttps://example.com/",
        " https://example.com/",
        "https://example.com\\@127.0.0.1/",
        "https:\\\\127.0.0.1\\",
        "https://example.com\x00.evil.com/",
        "https://example.com\u00a0/",
        "https://[::1/",
        "https://::1]/",
        "https://[example.com]/",
        "https://[::ffff:127.0.0.1.]/",
        "https://a.b:443:443/",
        "https://example.com:99999/",
        "https://example.com:-1/",
        "https://example.com:0x1bb/",
        "https://example.com:４４３/",
        "https://exam℀ple.com/",
        "https://example.com/" + "a" * 2000,
    ],
    "userinfo": [
        "https://example.com@127.0.0.1/",
        "https://a:b@example.com/",
        "https://@example.com/",
        "https://127.0.0.1:443@example.com/",
    ],
    "scheme": SCHEMES.split(),
    "port": [
        "https://example.com:22/",
        "https://example.com:6379/",
        "https://example.com:8443/",
        "https://127.0.0.1:25/",
        "https://example.com:0/",
    ],
}
CASES = [(code, url) for code, urls in HOSTILE.items() for url in urls]


@pytest.fixture
def only_public(settings: Any, names: NameServer) -> None:
    """As strangers meet it: nothing is allowed."""
    settings.OUTBOUND_ALLOW_NETWORKS = ()
    for name, addresses in LEADS_TO.items():
        names.knows(name, addresses)


@pytest.mark.usefixtures("only_public")
@pytest.mark.parametrize(("code", "url"), CASES)
def test_refused(code: str, url: str) -> None:
    for ask in (check, lambda url: fetch("POST", url, purpose="test", body=b"{}")):
        with pytest.raises(OutboundRefused) as refused:
            ask(url)
        assert (refused.value.code, refused.value.retry) == (code, False)
    assert not tally.RECENT, "somebody was connected to"


def test_there_are_enough() -> None:
    print(f"{len(CASES)} hostile addresses")
    assert len(set(CASES)) == len(CASES) >= 80


@pytest.mark.usefixtures("only_public")
@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://Example.COM", "example.com", "/"),
        ("https://example.com:443/a?b=c#d", "example.com", "/a?b=c"),
        ("https://bücher.example/ä?ö=%20", "xn--bcher-kva.example", "/%C3%A4?%C3%B6=%20"),
        ("https://[2606:4700:4700:0::1111]/x", "2606:4700:4700::1111", "/x"),
        ("https://a_b.example.com/%2e%2e/", "a_b.example.com", "/%2e%2e/"),
        ("https://8.8.8.8/", "8.8.8.8", "/"),
    ],
)
def test_taken(url: str, host: str, path: str) -> None:
    target = parse(url)
    assert (target.host, target.path, target.port) == (host, path, 443)
    check(url)


def test_a_name_that_nobody_knows_yet_may_be_saved(names: NameServer) -> None:
    check("https://not-there-yet.partner.dev/hook")
    assert [name for name, _ in names.asked] == ["not-there-yet.partner.dev"]


def test_ports_and_refused_networks_are_settings(settings: Any) -> None:
    settings.OUTBOUND_ALLOW_NETWORKS = ()
    settings.OUTBOUND_PORTS = frozenset({443, 8443})
    check("https://8.8.8.8:8443/")
    settings.OUTBOUND_REFUSE = (ip_network("8.8.8.0/24"),)
    with pytest.raises(OutboundRefused):
        check("https://8.8.8.8/")


def test_a_place_is_allowed_with_its_port_alone(settings: Any, partner: Partner) -> None:
    settings.OUTBOUND_ALLOW_NETWORKS = ()
    settings.OUTBOUND_ALLOW_PLACES = frozenset({(partner.address, partner.port)})
    assert fetch("GET", partner.url, purpose="test").status == 200
    with Partner(partner.address) as other, pytest.raises(OutboundRefused):
        fetch("GET", other.url, purpose="test")
