"""From a name to the addresses that may be connected to: resolved once, and every one judged."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import dns.exception
import dns.name
import dns.nameserver
import dns.rdatatype
import dns.resolver
from django.conf import settings
from django.utils.translation import gettext as _

from integrations.outbound.addresses import Address, is_in, is_public
from integrations.outbound.troubles import OutboundFailed, OutboundRefused
from integrations.outbound.urls import Target
from integrations.outbound.wire import Deadline

RESOLVE_S = 5.0
ADDRESSES_AT_MOST = 32  # a name with more is asking us to knock at doors
LOOPBACK: list[Address] = [IPv4Address("127.0.0.1"), IPv6Address("::1")]


def addresses_of(target: Target, deadline: Deadline) -> list[Address]:
    """What to connect to, IPv4 first. Raises OutboundRefused when one of them may not be asked; OutboundFailed without any.

    One bad address spoils the name: which of them a connection would take is chance, and chance can be tried again.
    """
    if target.literal is not None:
        found: list[Address] = [target.literal]
    elif target.host == "localhost":  # it came this far by a setting
        found = LOOPBACK
    else:
        found = _resolve(target.host, deadline)
    for address in found:
        _judge(target, address)
    return found


def _judge(target: Target, address: Address) -> None:
    if target.allowed or is_in(address, settings.OUTBOUND_ALLOW_NETWORKS):
        return
    if not is_public(address) or is_in(address, settings.OUTBOUND_REFUSE):
        raise OutboundRefused("address", _("This leads to an address that is not on the public internet."))
    # Where a network is allowed, these were let through until its address was known.
    if target.scheme != "https":
        raise OutboundRefused("scheme", _("The address must begin with https://."))
    if target.port not in settings.OUTBOUND_PORTS:
        raise OutboundRefused("port", _("Only the usual port of https can be used."))


def _resolve(host: str, deadline: Deadline) -> list[Address]:
    until = deadline.earlier(RESOLVE_S)
    found = _ask(host, dns.rdatatype.A, until, needed=True)
    # Some name servers know nothing of AAAA and say it badly: with an A that is no failure.
    found += _ask(host, dns.rdatatype.AAAA, until, needed=not found)
    if not found or len(found) > ADDRESSES_AT_MOST:
        raise OutboundFailed("dns", _("Its name has no address."))
    return found


def _ask(host: str, kind: dns.rdatatype.RdataType, until: Deadline, *, needed: bool) -> list[Address]:
    # The name is absolute: no search list of ours turns a stranger's name into one of our network's.
    name = dns.name.from_text(host + ".")
    try:
        answer = _resolver(settings.OUTBOUND_NAMESERVERS).resolve(name, kind, lifetime=until.left(), search=False, raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN:
        raise OutboundFailed("dns", _("There is no such name.")) from None
    except dns.exception.DNSException:
        if needed:
            raise OutboundFailed("dns", _("Its name could not be resolved.")) from None
        return []
    return [ip_address(row.address) for row in answer.rrset or ()]


def _resolver(nameservers: tuple[tuple[str, int], ...]) -> dns.resolver.Resolver:
    """Those of the setting, or the machine's own. Without a cache: who changes a name need not wait for us."""
    if not nameservers:
        return dns.resolver.Resolver()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [dns.nameserver.Do53Nameserver(address, port) for address, port in nameservers]
    return resolver
