"""Allowed domains of a project: where its widget may stand, and the CSP sources that say so."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from accounts.errors import Invalid

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"^(\*\.)?({_LABEL}\.)*{_LABEL}(:[1-9]\d{{0,3}}|:[1-5]\d{{4}}|:6[0-5]\d{{3}})?\Z")
# They all stand in one header of the frame, and are compared at every connection.
DOMAINS_AT_MOST = 100
LOOPBACK = ("localhost", "127.0.0.1")


def clean_domain(raw: str) -> str:
    """One allowed domain in the contract's spelling: `host`, `host:port`, `*.host`, or `http://host` for a page without TLS.

    Takes a whole address too (`https://www.example.com/shop`). Names beyond ASCII become their IDNA form.
    Raises Invalid for anything else.
    """
    value = raw.strip().lower()
    scheme = "http://" if value.startswith("http://") else ""
    try:
        if value.startswith(("http://", "https://")):
            value = urlsplit(value).netloc.rpartition("@")[2]
        value = value.split("/", 1)[0].rstrip(".")
        value = value.encode("ascii").decode() if value.isascii() else value.encode("idna").decode()
    except ValueError:  # a wrong name (UnicodeError is one), or brackets that do not close
        value = ""
    # Browsers leave the default port out of an Origin.
    value = value.removesuffix(":80" if scheme else ":443")
    if not _HOST.match(value) or len(value) > 253:
        raise Invalid(f"“{raw.strip()[:80]}” is not a domain.", fields={"allowed_domains": "Write a domain such as www.example.com."})
    host = value.partition(":")[0]
    return value if host in LOOPBACK else scheme + value


def clean_domains(raw: list[str]) -> list[str]:
    """The whole list, without repeats. Raises Invalid when nothing is left (an empty list would allow nobody), or too much."""
    if len(raw) > DOMAINS_AT_MOST:
        sentence = f"At most {DOMAINS_AT_MOST} domains."
        raise Invalid(sentence, fields={"allowed_domains": sentence})
    domains = list(dict.fromkeys(clean_domain(one) for one in raw if one.strip()))
    if not domains:
        raise Invalid("At least one domain is needed.", fields={"allowed_domains": "Name at least one domain."})
    return domains


def ancestors_of(domains: list[str]) -> list[str]:
    """The CSP sources of `frame-ancestors` for a list of allowed domains: https, and http where the contract says so."""
    sources: list[str] = []
    for domain in domains:
        host = domain.removeprefix("http://").partition(":")[0]
        if host in LOOPBACK:
            # A developer's own machine, on whatever port the domain names, or on all of them.
            place = domain if ":" in domain else f"{domain}:*"
            sources += [f"http://{place}", f"https://{place}"]
        elif domain.startswith("http://"):
            sources += [domain, "https://" + domain.removeprefix("http://")]
        else:
            sources.append(f"https://{domain}")
    return sources


def allows_origin(domains: list[str], origin: str) -> bool:
    """Whether a page's Origin is one of the allowed domains. `null`, suffix tricks and other ports are not."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:  # brackets that do not close, a port that is none
        return False
    if parts.scheme not in ("http", "https") or not parts.hostname or origin != f"{parts.scheme}://{parts.netloc}" or "@" in origin:
        return False
    return any(_matches(domain, parts.scheme, parts.hostname, port) for domain in domains)


def _matches(domain: str, scheme: str, host: str, port: int | None) -> bool:
    plain = domain.startswith("http://")
    wanted, _, wanted_port = domain.removeprefix("http://").partition(":")
    loopback = wanted in LOOPBACK
    if scheme == "http" and not (plain or loopback):
        return False
    if wanted_port:
        if port != int(wanted_port):
            return False
    elif port is not None and not loopback:
        return False
    if wanted.startswith("*."):
        return host.endswith(wanted[1:]) and host != wanted[2:]
    return host == wanted
