"""INT5 and fault 33: partners that drip, pour, lie, redirect and die. Each fails alone, and says whether the same again may help."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
import trustme

from integrations.outbound import OutboundFailed, OutboundRefused, fetch, tally
from integrations.outbound.answers import BODY_AT_MOST
from tests.integrations.outbound.conftest import FORBIDDEN, tls
from tests.integrations.outbound.partner import Partner, answer, drip, pour, reset, say, silence
from tests.name_server import NameServer

HEAD = b"HTTP/1.1 200 OK\r\n"
ENDLESS = HEAD + b"\r\n"
GIGABYTE = HEAD + b"Content-Length: 1073741824\r\n\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
SHORT_S = 0.5  # what the tests wait for each that never ends


def ask(partner: Partner, method: str = "POST", **more: Any):
    return fetch(method, partner.url + "/hook?a=b", purpose="test", **{"body": b'{"a": 1}' if method == "POST" else b"", **more})


def failure(partner: Partner, **more: Any) -> OutboundFailed:
    with pytest.raises(OutboundFailed) as failed:
        ask(partner, **more)
    return failed.value


def test_what_is_said_and_heard(partner: Partner) -> None:
    partner.script = answer("201 Created", b'{"ok": true}', "X-Id: 7", "Set-Cookie: a=b")
    got = ask(partner, headers={"Content-Type": "application/json", "webhook-id": "x"})
    assert (got.status, got.ok, got.json(), got.headers["x-id"], got.truncated) == (201, True, {"ok": True}, "7", False)
    head, _, body = partner.heard[0].partition(b"\r\n\r\n")
    assert body == b'{"a": 1}' and head.startswith(b"POST /hook?a=b HTTP/1.1\r\nHost: 127.0.0.2:")
    assert b"Content-Type: application/json" in head and b"Accept-Encoding: identity" in head and b"User-Agent: Parley" in head
    assert b"Cookie" not in head
    ask(partner)
    assert b"Cookie" not in partner.heard[1]


def test_each_is_counted(partner: Partner) -> None:
    before = tally.CONNECTIONS.labels("test")._value.get()
    ask(partner)
    ask(partner)
    assert [(each.purpose, each.host, each.port) for each in tally.RECENT] == [("test", partner.address, partner.port)] * 2
    assert tally.CONNECTIONS.labels("test")._value.get() == before + 2 == before + partner.connections


def test_nothing_of_the_environment_is_believed(partner: Partner, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    with Partner(FORBIDDEN) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
            monkeypatch.setenv(name.lower(), proxy.url)
        (tmp_path / ".netrc").write_text(f"machine {partner.address} login CANARY password CANARY\n")
        monkeypatch.setenv("HOME", str(tmp_path))
        ask(partner)
        assert proxy.connections == 0 and partner.connections == 1
    assert b"authorization" not in partner.heard[0].lower()


@pytest.mark.parametrize(
    "status", ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
)
def test_redirects_are_failures(partner: Partner, status: str) -> None:
    with Partner(FORBIDDEN) as canary, Partner(partner.address) as next_one:
        next_one.script = answer("302 Found", b"", f"Location: {canary.url}/")
        partner.script = answer(status, b"", f"Location: {next_one.url}/")
        failed = failure(partner)
        assert (failed.code, canary.connections, next_one.connections) == ("redirect", 0, 0)
        assert failed.retry == (status[:3] in ("302", "303", "307"))


@pytest.mark.parametrize(
    "script",
    [
        silence,
        drip(b"", b"H"),
        drip(HEAD, b"X-Drop: 1\r\n"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        drip(ENDLESS, b"."),
        drip(CHUNKED, b"1\r\n.\r\n"),
        drip(HEAD + b"Content-Length: 5\r\n\r\n", b""),
    ],
    ids=["silent", "first line", "headers", "continue", "body", "chunks", "stalled"],
)
def test_a_drop_at_a_time_does_not_stretch_the_whole(partner: Partner, script: Any) -> None:
    partner.script = script
    failed = failure(partner, whole_s=SHORT_S)
    assert (failed.code, failed.retry) == ("timeout", True)


def test_who_never_reads_does_not_stretch_it_either(partner: Partner) -> None:
    partner.greeting = False
    partner.script = drip(b"", b"")
    assert failure(partner, body=b"x" * 20_000_000, whole_s=SHORT_S).code == "timeout"


@pytest.mark.parametrize(
    "script",
    [pour(ENDLESS, b"x" * 65536), pour(GIGABYTE, b"x" * 65536), pour(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n")],
    ids=["endless", "1 GB", "endless chunks"],
)
def test_of_a_flood_the_beginning_is_read(partner: Partner, script: Any) -> None:
    partner.script = script
    got = ask(partner)
    assert (got.status, len(got.body), got.truncated) == (200, BODY_AT_MOST, True)
    with pytest.raises(OutboundFailed):
        got.json()


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (pour(HEAD, b"X-Long: " + b"y" * 65536), "protocol"),
        (pour(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000), "too_large"),
        (answer("200 OK", b"", *(f"X-{number}: {'z' * 100}" for number in range(400))), "too_large"),
        (say(b"220 mail.example.com ESMTP\r\n"), "protocol"),
        (say(b"\x00\xff" * 5000), "protocol"),
        (say(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"), "protocol"),
        (say(HEAD + b"Content-Length: 50\r\n\r\nshort"), "protocol"),
        (say(), "protocol"),
        (reset(), "connection"),
        (reset(HEAD), "connection"),
        (reset(GIGABYTE + b"some"), "connection"),
        (say(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"), "protocol"),
        (answer("200 OK", b"not gzip", "Content-Encoding: gzip"), "body"),
    ],
)
def test_what_is_no_answer(partner: Partner, script: Any, code: str) -> None:
    partner.script = script
    failed = failure(partner)
    assert (failed.code, failed.retry) == (code, True)


def test_a_bomb_is_unpacked_no_further_than_it_is_read(partner: Partner) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    for encoding, packed in (("gzip", bomb), ("deflate", zlib.compress(b"0" * 50_000_000))):
        partner.script = answer("200 OK", packed, f"Content-Encoding: {encoding}")
        got = ask(partner)
        assert (len(got.body), got.truncated) == (BODY_AT_MOST, True)
    partner.script = answer("200 OK", gzip.compress(b'{"small": 1}'), "Content-Encoding: gzip")
    assert ask(partner).json() == {"small": 1}
    partner.script = answer("200 OK", b"\x00" * 9, "Content-Encoding: br")
    assert (ask(partner).body, ask(partner).truncated) == (b"", True)


def test_what_is_shown_is_short_and_plain(partner: Partner) -> None:
    partner.script = answer("500 Oh", "no\x1b[31m\r\n<b>\u202e\x00 ü".encode() + b"\xff" + b"y" * 5000)
    got = ask(partner)
    assert got.status == 500 and not got.ok and len(got.text) == 1000
    assert got.text.startswith("no[31m\n<b> ü\ufffdyyy")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), ("0", 0), ("99999999999", 86_400), ("soon", None), ("-5", None), ("", None), ("١٢", None), ("Mon, 99 Foo 2020", None)],
)
def test_when_to_come_back(partner: Partner, said: str, seconds: int | None) -> None:
    head = f"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: {said}\r\n\r\n"
    partner.script = say(head.encode())
    assert ask(partner).retry_after_s == seconds


def test_when_to_come_back_as_a_date(partner: Partner) -> None:
    moment = datetime.now(UTC) + timedelta(hours=2)
    partner.script = answer("429 Slow", b"", f"Retry-After: {moment:%a, %d %b %Y %H:%M:%S} GMT")
    assert 7000 < (ask(partner).retry_after_s or 0) <= 7200


@pytest.mark.parametrize("headers", [{"X-A": "b\r\nX-C: d"}, {"X A": "b"}, {"X-A": "\u2603"}, {"X-A\n": "b"}])
def test_a_header_cannot_make_another(partner: Partner, headers: dict[str, str]) -> None:
    with pytest.raises(OutboundRefused):
        ask(partner, headers=headers)
    assert not any(b"X-C" in heard for heard in partner.heard)


def test_who_refuses_early_is_heard(partner: Partner) -> None:
    partner.greeting = False
    partner.script = answer("413 Too Much", b"too much")
    assert ask(partner, body=b"x" * 5_000_000).status == 413


class TestCertificates:
    """TLS by the name that was asked for, at the address that was judged."""

    @pytest.fixture(autouse=True)
    def believed(self, settings: Any, names: NameServer, authority: tuple[trustme.CA, str]) -> None:
        settings.OUTBOUND_CA_FILE = authority[1]
        names.knows("hooks.partner.dev", ["127.0.0.2"])

    def url(self, partner: Partner) -> str:
        return f"https://hooks.partner.dev:{partner.port}/"

    def failed(self, partner: Partner) -> OutboundFailed:
        with pytest.raises(OutboundFailed) as failed:
            fetch("GET", self.url(partner), purpose="test", whole_s=3)
        return failed.value

    def test_the_right_one(self, partner: Partner, authority: tuple[trustme.CA, str]) -> None:
        asked: list[str] = []
        partner.context = tls(authority[0], "hooks.partner.dev")
        partner.context.sni_callback = lambda _socket, name, _context: asked.append(name)
        assert fetch("GET", self.url(partner), purpose="test").status == 200
        assert asked == ["hooks.partner.dev"] and partner.heard[0].split(b"\r\n")[1] == f"Host: hooks.partner.dev:{partner.port}".encode()

    def test_another_name(self, partner: Partner, authority: tuple[trustme.CA, str]) -> None:
        partner.context = tls(authority[0], "other.partner.dev", "127.0.0.2")
        assert self.failed(partner).code == "certificate"

    def test_another_authority(self, partner: Partner) -> None:
        partner.context = tls(trustme.CA(), "hooks.partner.dev")
        assert self.failed(partner).code == "certificate"

    def test_one_that_has_ended(self, partner: Partner, authority: tuple[trustme.CA, str]) -> None:
        partner.context = tls(authority[0], "hooks.partner.dev", not_after=datetime.now(UTC) - timedelta(days=1))
        failed = self.failed(partner)
        assert failed.code == "certificate" and "expired" in failed.detail and not partner.heard

    def test_a_bare_socket(self, partner: Partner) -> None:
        partner.script = say(b"hello\r\n")
        partner.greeting = False
        assert self.failed(partner).code == "tls"

    def test_a_handshake_that_drips(self, partner: Partner) -> None:
        partner.greeting = False
        partner.script = drip(b"\x16\x03\x03\x40\x00", b"\x02")
        with pytest.raises(OutboundFailed) as failed:
            fetch("GET", self.url(partner), purpose="test", whole_s=SHORT_S)
        assert failed.value.code == "timeout"


class TestNames:
    """Resolved once; the connection goes to what was judged, or nowhere."""

    def test_a_name_that_changes_its_mind(self, partner: Partner, names: NameServer) -> None:
        with Partner(FORBIDDEN, partner.port) as canary:
            names.knows("rebind.partner.dev", ["127.0.0.2"], [FORBIDDEN])
            url = f"http://rebind.partner.dev:{partner.port}/"
            assert fetch("GET", url, purpose="test").status == 200
            assert names.asked == [("rebind.partner.dev", "A"), ("rebind.partner.dev", "AAAA")], "resolved once, and never again"
            with pytest.raises(OutboundRefused) as refused:
                fetch("GET", url, purpose="test")
            assert refused.value.code == "address"
            assert (partner.connections, canary.connections) == (1, 0)

    def test_one_that_is_not_there(self, names: NameServer) -> None:
        with pytest.raises(OutboundFailed) as failed:
            fetch("GET", "https://nowhere.partner.dev/", purpose="test")
        assert (failed.value.code, failed.value.retry) == ("dns", True) and not tally.RECENT

    def test_one_without_addresses_and_one_with_too_many(self, names: NameServer) -> None:
        names.knows("empty.partner.dev", [])
        names.knows("many.partner.dev", [f"93.184.216.{last}" for last in range(40)])
        for name in ("empty", "many"):
            with pytest.raises(OutboundFailed) as failed:
                fetch("GET", f"https://{name}.partner.dev/", purpose="test")
            assert failed.value.code == "dns"

    def test_a_name_server_that_says_nothing(self, names: NameServer) -> None:
        names.knows("silent.partner.dev")
        with pytest.raises(OutboundFailed) as failed:
            fetch("GET", "https://silent.partner.dev/", purpose="test", whole_s=SHORT_S)
        assert failed.value.code in ("dns", "timeout")

    def test_the_second_address_is_tried(self, partner: Partner, names: NameServer, settings: Any) -> None:
        settings.OUTBOUND_ALLOW_NETWORKS = (ip_network("127.0.0.0/29"),)
        names.knows("two.partner.dev", ["127.0.0.4", "127.0.0.2"])
        assert fetch("GET", f"http://two.partner.dev:{partner.port}/", purpose="test").status == 200
        assert [each.address for each in tally.RECENT][-1] == "127.0.0.2"

    def test_nobody_listens(self, partner: Partner) -> None:
        nobody = Partner(partner.address)
        nobody.listening.close()
        assert failure(nobody).code == "connection"
