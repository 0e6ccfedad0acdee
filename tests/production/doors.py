"""What somebody outside sees of production: one door, encrypted, and nothing behind it that is not theirs."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import time
from pathlib import Path

import psycopg
import redis

from tests.production.findings import Findings
from tests.production.ports import beyond_loopback
from tests.production.topology import SITE, Topology

ANSWER_S = 20.0
SLOW_LINES = 50
TOO_LARGE = b"x" * (1024 * 1024 + 1)


def look(topology: Topology, findings: Findings) -> None:
    """Try every door."""
    _front(topology, findings)
    _inside(topology, findings)
    _tls(topology, findings)
    _bad_manners(topology, findings)
    _stores(topology, findings)
    strangers = beyond_loopback(kept.process.pid for kept in topology.supervisor.kept if kept.process)
    findings.add(not strangers, "no process listens beyond loopback", ", ".join(strangers))


def _front(topology: Topology, findings: Findings) -> None:
    status, headers, _ = ask(topology, "/", port=topology.plain_port)
    findings.add(status in (301, 308) and headers.get("location", "").startswith(f"https://{SITE}"), "http leads to https", status)
    status, headers, body = ask(topology, "/accounts/login/")
    findings.add(status == 200, "pages answer over https", status)
    hsts = headers.get("strict-transport-security", "")
    findings.add("max-age=63072000" in hsts and hsts.count("max-age") == 1, "HSTS is sent once, by Django", hsts)
    findings.add("server" not in headers, "no banner", headers.get("server", ""))
    sheet = re.search(r"/static/[^\"']+\.css", body.decode())
    status, headers, _ = ask(topology, sheet[0] if sheet else "/static/none")
    lasting = "immutable" in headers.get("cache-control", "")
    findings.add(status == 200 and lasting, "static files last", f"{sheet and sheet[0]} {headers.get('cache-control', status)}")
    for path in ("/metrics", "/metrics/", "//metrics", "/demo/", "/demo/mail/"):
        status, _, _ = ask(topology, path)
        findings.add(status == 404, f"{path} is nobody's business", status)
    status, _, _ = ask(topology, "/readyz")
    findings.add(status == 200, "/readyz says yes", status)
    status, _, _ = ask(topology, "/w/api/frames", method="POST", body=TOO_LARGE)
    findings.add(status == 413, "a body above 1 MB is refused", status)
    _, _, body = ask(topology, "/", more={"Host": "elsewhere.example"})
    findings.add(not body, "another host name gets nothing", f"{len(body)} bytes")


def _inside(topology: Topology, findings: Findings) -> None:
    """What Prometheus reads, past the proxy."""
    for name, port in [
        *((f"sockets-{number}", port) for number, port in enumerate(topology.socket_ports, 1)),
        ("pages", topology.pages_port),
    ]:
        status, _, body = ask(topology, "/metrics", port=port)
        findings.add(
            status == 200 and b"parley_http_seconds" in body, f"{name} tells Prometheus", f"{status}, {body.count(b'parley_')} lines"
        )


def _bad_manners(topology: Topology, findings: Findings) -> None:
    """AVL3: who is slow, talks too much or pretends to be a proxy costs others nothing."""
    status, _, _ = ask(topology, "/accounts/login/", more={"X-Forwarded-Proto": "http", "X-Forwarded-Host": "elsewhere.example"})
    findings.add(status == 200, "a stranger's X-Forwarded-* counts for nothing", status)
    status, _, _ = ask(topology, "/", more={"X-Long": "x" * 64 * 1024})
    findings.add(status in (0, 431), "64 kB of headers are refused", status or "connection closed")
    slow = [_line(topology) for _ in range(SLOW_LINES)]
    for line in slow:
        line.sendall(b"GET / HTTP/1.1\r\nHost: parley.test\r\nX-Slow: ")
    status, _, _ = ask(topology, "/accounts/login/")
    findings.add(status == 200, f"pages answer while {SLOW_LINES} dawdle over their headers", status)
    began = time.monotonic()
    ended = sum(_ends(line) for line in slow)
    findings.add(ended == SLOW_LINES, "who dawdles is hung up on", f"{ended} of {SLOW_LINES}, after {time.monotonic() - began:.0f} s")


def _line(topology: Topology) -> ssl.SSLSocket:
    return _context(topology).wrap_socket(socket.create_connection(("127.0.0.1", topology.port), ANSWER_S), server_hostname=SITE)


def _ends(line: ssl.SSLSocket) -> bool:
    """Whether the other side hangs up, within the time that an answer may take."""
    try:
        with line:
            while line.recv(4096):
                pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


def _tls(topology: Topology, findings: Findings) -> None:
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        findings.add(_shakes(topology, version), f"{version.name} is spoken")
    old = _context(topology)
    old.set_ciphers("ALL:@SECLEVEL=0")  # else this side would refuse first
    findings.add(not _shakes(topology, ssl.TLSVersion.TLSv1_1, old), "TLS 1.1 is refused")
    weak = _context(topology)
    weak.set_ciphers("AES128-SHA:AES256-SHA:@SECLEVEL=0")
    findings.add(not _shakes(topology, ssl.TLSVersion.TLSv1_2, weak), "suites without forward secrecy are refused")


def _stores(topology: Topology, findings: Findings) -> None:
    """The servers themselves keep out who comes without TLS or a password, whatever our settings say."""
    stores = topology.stores
    try:
        psycopg.connect(stores.database_url.replace("verify-full", "disable"), connect_timeout=5).close()
        findings.add(False, "Postgres refuses plain text", "it let us in")
    except psycopg.OperationalError as error:
        findings.add("no encryption" in str(error), "Postgres refuses plain text", str(error).rpartition("FATAL:")[2])
    plain = stores.redis_url.replace("rediss:", "redis:").partition("?")[0]
    findings.add(not _enters(plain), "Valkey refuses plain text")
    nobody = re.sub(r"//:[^@]+@", "//", stores.redis_url)
    findings.add(not _enters(nobody), "Valkey refuses who has no password")
    findings.add(_enters(stores.redis_url), "Valkey lets in who has it")


def _enters(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=5) as valkey:
            return bool(valkey.ping())
    except redis.RedisError:
        return False


def _context(topology: Topology) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(topology.authority.root))


def _shakes(topology: Topology, version: ssl.TLSVersion, context: ssl.SSLContext | None = None) -> bool:
    context = context or _context(topology)
    context.minimum_version = context.maximum_version = version
    try:
        with socket.create_connection(("127.0.0.1", topology.port), ANSWER_S) as line, context.wrap_socket(line, server_hostname=SITE):
            return True
    except OSError:
        return False


class _Front(http.client.HTTPSConnection):
    """https to loopback under the site's own name: no resolver of this machine knows it."""

    def __init__(self, port: int, root: Path) -> None:
        self._ssl = ssl.create_default_context(cafile=str(root))
        super().__init__(SITE, port, timeout=ANSWER_S, context=self._ssl)

    def connect(self) -> None:
        self.sock = self._ssl.wrap_socket(socket.create_connection(("127.0.0.1", self.port), self.timeout), server_hostname=SITE)


def ask(
    topology: Topology,
    path: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    port: int | None = None,
    more: dict[str, str] | None = None,
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one request; status 0 where the connection was ended without an answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_S) if port else _Front(topology.port, topology.authority.root)
    headers = {"Host": f"{SITE}:{topology.port}", "Content-Type": "application/json", **(more or {})}
    try:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, {}, b""
    finally:
        line.close()
