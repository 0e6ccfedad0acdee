"""An address that somebody typed, taken apart once: what is connected to and what is asked there come from these same parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote, urlsplit

import idna
from django.conf import settings
from django.utils.translation import gettext as _

from integrations.outbound.addresses import Address
from integrations.outbound.troubles import OutboundRefused

URL_AT_MOST = 2000  # characters
PORTS = {"https": 443, "http": 80}
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\\]")  # readers of addresses disagree about these: there is no address with one
# Names of the inside of networks, by standard or by custom (RFC 6761, RFC 6762, RFC 8375, ICANN's private.internal).
INSIDE = ("localhost", "local", "internal", "intranet", "private", "corp", "home", "lan", "localdomain", "home.arpa", "onion", "alt")


@dataclass(frozen=True)
class Target:
    """`host` is lower-case ASCII, or an address without brackets, and then `literal` is that address. `path` has the query in it."""

    scheme: str
    host: str
    port: int
    path: str
    literal: Address | None

    @property
    def allowed(self) -> bool:
        """Whether this very place is allowed by a setting, whatever address it has."""
        return (self._bracketed, self.port) in settings.OUTBOUND_ALLOW_PLACES

    @property
    def authority(self) -> bytes:
        port = "" if PORTS[self.scheme] == self.port else f":{self.port}"
        return f"{self._bracketed}{port}".encode()

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if isinstance(self.literal, IPv6Address) else self.host


def parse(url: str) -> Target:
    """The parts. Raises OutboundRefused for what is no plain address of another system, before anything is resolved."""
    if len(url) > URL_AT_MOST or UNSEEN.search(url):
        raise OutboundRefused("url", _("This is not a web address."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise OutboundRefused("url", _("This is not a web address.")) from None
    if parts.scheme not in PORTS:
        raise OutboundRefused("scheme", _("The address must begin with https://."))
    if "@" in parts.netloc:
        raise OutboundRefused("userinfo", _("The address must not have a user name or password in it."))
    if "%" in parts.netloc or not parts.hostname or parts.netloc.endswith(":"):
        raise OutboundRefused("host", _("The address has no host that can be asked."))
    host, literal = _host(parts.hostname, bracketed=parts.netloc.startswith("["))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    target = Target(parts.scheme, host, PORTS[parts.scheme] if port is None else port, path + query, literal)
    _judge(target)
    return target


def _host(given: str, *, bracketed: bool) -> tuple[str, Address | None]:
    """The name as it is asked for, or the address that it is."""
    if bracketed:
        try:
            literal = IPv6Address(given)
        except ValueError:
            raise OutboundRefused("host", _("The address has no host that can be asked.")) from None
        return str(literal), literal
    try:
        host = given.lower() if given.isascii() else idna.encode(given, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise OutboundRefused("host", _("The address has no host that can be asked.")) from None
    labels = host.split(".")
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise OutboundRefused("host", _("The address has no host that can be asked."))
    if not NUMBER.fullmatch(labels[-1]):
        return host, None
    # Browsers and C libraries read 2130706433, 0x7f.1 and 0177.0.0.1 as addresses too, each in its own way. We read one form.
    try:
        return host, IPv4Address(host)
    except ValueError:
        raise OutboundRefused("host", _("The address has no host that can be asked.")) from None


def _judge(target: Target) -> None:
    """What can be said without resolving. Raises OutboundRefused."""
    if target.allowed:
        return
    networks = bool(settings.OUTBOUND_ALLOW_NETWORKS)  # whether they have it is seen once the name is resolved
    if target.scheme != "https" and not networks:
        raise OutboundRefused("scheme", _("The address must begin with https://."))
    if target.port not in settings.OUTBOUND_PORTS and not networks:
        raise OutboundRefused("port", _("Only the usual port of https can be used."))
    if target.literal is None and ("." not in target.host or target.host.endswith(tuple("." + name for name in INSIDE))):
        raise OutboundRefused("host", _("This is a name of an inner network."))
