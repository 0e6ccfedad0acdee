"""The parts of a mail that we look at. Mails are what anybody sends: nothing in one may raise, or take long."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from mimetypes import guess_extension
from typing import Any

from chat.text import clean_line
from widget.mail.reading.html_text import text_of_html

MOST_BYTES = 26_000_000  # of a mail; what is larger is refused before it is read
MOST_TEXT = 200_000  # characters that are kept of one
MOST_PARTS = 200
MOST_FILES = 50
# Python's own reader of addresses follows nested comments as deep as they go.
_ANGLED = re.compile(r"<([^<>\s]{3,254})>")
_PLAIN = re.compile(r"[^\s<>,;:()\"]{1,100}@[^\s<>,;:()\"]{1,150}")


@dataclass(frozen=True)
class File:
    """What came with a mail. `inline` says that it stands in the text, there under its `content_id`."""

    name: str
    type: str
    content: bytes = field(repr=False)
    digest: str
    inline: bool = False
    content_id: str = ""

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass
class Read:
    """A mail as we understand it. `envelope_sender` is None where nobody has told it, and empty where there is none (a bounce)."""

    raw: Message
    envelope_sender: str | None = None
    sender: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""
    kind: str = ""
    key: str = ""
    cut: bool = False
    files: list[File] = field(default_factory=list)

    def header(self, name: str) -> str:
        """One line of at most 2000 characters, or nothing."""
        return header_of(self.raw, name)

    def headers(self, name: str) -> list[str]:
        """Each of several, the topmost first."""
        return [_decoded(one) for one in self.raw.get_all(name, [])]


def read_mail(raw: bytes, *, envelope_sender: str | None = None) -> Read:
    """A mail from its bytes. Of one that is folded into itself a thousand times, its headers."""
    try:
        message: Message = message_from_bytes(raw, policy=compat32)
    except RecursionError:
        message = BytesHeaderParser(policy=compat32).parsebytes(raw.partition(b"\r\n\r\n")[0])
    return understand(message, envelope_sender=envelope_sender, whole=raw)


def understand(message: Message, *, envelope_sender: str | None, whole: bytes) -> Read:
    """The same of what is parsed already. `whole` are its bytes, or what stands for them."""
    mail = Read(message, envelope_sender)
    mail.sender = clean_line(_address_in(str(message.get("From", ""))[:2000]), 254)
    mail.subject = clean_line(mail.header("Subject"), 300)
    mail.kind = message.get_content_type()
    own = mail.header("Message-ID")
    mail.key = hashlib.sha256(own.encode(errors="replace") if own else whole).hexdigest()
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in texts and not part.get_filename() and part.get_content_disposition() != "attachment":
            texts[kind].append(_text_of(part))
        elif len(mail.files) < MOST_FILES:
            mail.files.append(_file_of(part))
    plain = "\n".join(texts["text/plain"])
    mail.html = "\n".join(texts["text/html"])[: MOST_TEXT * 4]
    text = plain if plain.strip() else text_of_html(mail.html)
    mail.cut = len(text) > MOST_TEXT
    mail.text = text[:MOST_TEXT]
    return mail


def _address_in(text: str) -> str:
    """The address of a From that nobody has decoded: a name in front of it may look like another one, so the last one counts."""
    found = _ANGLED.findall(text) or _PLAIN.findall(text)
    return str(found[-1]) if found else ""


def _parts(message: Message) -> Iterator[Message]:
    """The leaves, but not those of a mail that is attached to this one, and never more than MOST_PARTS."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        seen += 1
        part = waiting.pop(0)
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting = [one for one in inside if isinstance(one, Message)] + waiting
        else:
            yield part


def _bytes_of(part: Message) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return found if isinstance(found, bytes) else b""


def _text_of(part: Message) -> str:
    raw = _bytes_of(part)[: MOST_TEXT * 4]
    charset = str(part.get_param("charset") or "utf-8")
    for one in (charset, "utf-8"):
        try:
            return _clean(raw.decode(one))
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return _clean(raw.decode("latin-1"))


def _clean(text: str) -> str:
    """Without what Postgres cannot keep, and with one kind of line ends. Some codecs let half a surrogate pair through."""
    return text.encode(errors="replace").decode().replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _file_of(part: Message) -> File:
    name = clean_line(_decoded(part.get_filename() or ""), 120).replace("/", "_").replace("\\", "_")
    kind = clean_line(part.get_content_type(), 100)
    content = _letter_of(part) if kind == "message/rfc822" else _bytes_of(part)
    content_id = clean_line(str(part.get("Content-ID", ""))[:300], 250).strip("<> ")
    disposition = part.get_content_disposition()
    inline = kind.startswith("image/") and (disposition == "inline" or (disposition is None and content_id != ""))
    return File(name or f"file{guess_extension(kind) or ''}", kind, content, hashlib.sha256(content).hexdigest(), inline, content_id)


def _letter_of(part: Message) -> bytes:
    """A mail in a mail, as bytes again."""
    inside = part.get_payload()
    try:
        return inside[0].as_bytes() if isinstance(inside, list) and isinstance(inside[0], Message) else b""
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return b""


def header_of(message: Message, name: str) -> str:
    return _decoded(message.get(name, ""))


def _decoded(raw: Any) -> str:
    """A header as people read it: encoded words decoded, never with a line break."""
    text = str(raw)[:2000]
    try:
        parts = [
            word.decode(charset or "ascii", errors="replace") if isinstance(word, bytes) else word for word, charset in decode_header(text)
        ]
        text = "".join(parts)
    except (ValueError, LookupError, AssertionError):
        pass
    return clean_line(text, 2000)
