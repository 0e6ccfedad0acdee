"""A certificate authority of one run's own, and what it certifies."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from launcher.secret import write_private


@dataclass(frozen=True)
class Certificate:
    """A certificate's files, and the pin by which Chromium is told to trust this one and no other."""

    chain: Path
    key: Path
    pin: str


class Authority:
    """`root` is what its clients trust."""

    def __init__(self, folder: Path, name: str) -> None:
        self._ca = trustme.CA()
        self._folder = folder
        self.root = folder / f"{name}.pem"
        self._ca.cert_pem.write_to_path(self.root)

    def certify(self, name: str, *hosts: str) -> Certificate:
        """A certificate for these hosts, in files that begin with `name`."""
        issued = self._ca.issue_cert(*hosts)
        chain, key = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        pem = b"".join(one.bytes() for one in issued.cert_chain_pems)
        chain.write_bytes(pem)
        write_private(key, issued.private_key_pem.bytes().decode())
        return Certificate(chain, key, _pin(pem))


def _pin(pem: bytes) -> str:
    """RFC 7469: the hash of the public key, as `--ignore-certificate-errors-spki-list` takes it."""
    public = x509.load_pem_x509_certificate(pem).public_key()
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(spki).digest()).decode()
