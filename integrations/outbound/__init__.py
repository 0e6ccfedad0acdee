"""The guarded door: every HTTP request to an address that a user chose goes through here, and no other module makes one.

The address is taken apart once, its name is resolved once, every answer is judged, and the connection goes to what was judged.
Nothing is followed: no redirect, no proxy or password of the environment, no cookie. Whoever is there cannot keep us longer or
make us read more than these limits, whatever they send.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping

import httpcore
from django.conf import settings
from django.utils.translation import gettext as _

from integrations.outbound import tally
from integrations.outbound.answers import Answer, read
from integrations.outbound.names import addresses_of
from integrations.outbound.troubles import OutboundFailed, OutboundRefused
from integrations.outbound.trust import tls_context
from integrations.outbound.urls import Target, parse
from integrations.outbound.wire import Deadline, Dialler

__all__ = ["Answer", "OutboundFailed", "OutboundRefused", "check", "fetch"]

WHOLE_S = 15.0  # INT5: from the first question to the name server to the last byte
RESOLVE_AT_SAVING_S = 3.0  # somebody waits for their form
OURS = frozenset({b"host", b"connection", b"content-length", b"transfer-encoding", b"accept-encoding", b"user-agent"})
TEMPORARY = frozenset({302, 303, 307})


def check(url: str) -> None:
    """Whether the address may be saved. Raises OutboundRefused.

    A name that does not resolve just now is no refusal: it is judged again at each request, and that is what protects.
    """
    target = parse(url)
    try:
        addresses_of(target, Deadline(RESOLVE_AT_SAVING_S))
    except (OutboundFailed, TimeoutError):
        return


def fetch(
    method: str, url: str, *, purpose: str, headers: Mapping[str, str] | None = None, body: bytes = b"", whole_s: float = WHOLE_S
) -> Answer:
    """Ask `url`, and give what came back: any status but 3xx, at most 64 kB of the body.

    `purpose` is one of our few words for who asks, for counting. Raises OutboundRefused when the address may not be asked, now or
    ever; OutboundFailed when there was no whole answer. Both say whether the same again may help.
    """
    try:
        answer = _exchange(method, parse(url), purpose, _headers(headers, body), body, Deadline(whole_s))
    except (OutboundRefused, OutboundFailed) as trouble:
        tally.count(purpose, trouble.code)
        raise
    tally.count(purpose, f"{answer.status // 100}xx")
    return answer


def _exchange(method: str, target: Target, purpose: str, headers: list[tuple[bytes, bytes]], body: bytes, deadline: Deadline) -> Answer:
    url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    request = httpcore.Request(method, url, headers=[(b"Host", target.authority), *headers], content=body)
    try:
        dialler = Dialler(addresses_of(target, deadline), deadline, lambda address: tally.connected(purpose, target, address))
        with httpcore.HTTPConnection(url.origin, ssl_context=tls_context(settings.OUTBOUND_CA_FILE), network_backend=dialler) as door:
            answer = read(door.handle_request(request))
    except TimeoutError:
        raise OutboundFailed("timeout", _("It took too long to answer.")) from None
    except ssl.SSLCertVerificationError as error:
        raise OutboundFailed("certificate", _("Its certificate cannot be trusted: %s.") % error.verify_message) from None
    except ssl.SSLError:
        raise OutboundFailed("tls", _("No encrypted connection could be made.")) from None
    except (OSError, httpcore.NetworkError):
        raise OutboundFailed("connection", _("The connection failed, or was cut.")) from None
    except httpcore.LocalProtocolError:
        raise OutboundRefused("headers", _("A header has characters that cannot be sent.")) from None
    except httpcore.ProtocolError:
        raise OutboundFailed("protocol", _("What answered does not speak HTTP.")) from None
    if not 200 <= answer.status < 300 and answer.status < 400:
        raise OutboundFailed("redirect", _("It answered %s; redirects are not followed.") % answer.status, retry=answer.status in TEMPORARY)
    return answer


def _headers(given: Mapping[str, str] | None, body: bytes) -> list[tuple[bytes, bytes]]:
    """The caller's headers, and ours. Raises OutboundRefused for characters that no header has."""
    try:
        headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in (given or {}).items()]
    except UnicodeEncodeError:
        raise OutboundRefused("headers", _("A header has characters that cannot be sent.")) from None
    if clash := {name.lower() for name, _ in headers} & OURS:
        raise ValueError(f"these headers are the door's own: {clash}")
    headers += [(b"User-Agent", f"Parley (+{settings.PARLEY_URL})".encode()), (b"Accept-Encoding", b"identity"), (b"Connection", b"close")]
    return [*headers, (b"Content-Length", str(len(body)).encode())] if body else headers
