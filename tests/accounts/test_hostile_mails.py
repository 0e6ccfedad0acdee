"""OUT7: every mail that the product sends, with every hostile word in every place that somebody else can fill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail as sending
from django.core.mail import EmailMessage
from django.template.loader import get_template
from django.utils import timezone

from accounts import mail
from accounts.adapter import AccountAdapter
from tests.boot import ROOT
from tests.hostile import PAYLOADS
from tests.integrations.connectors.example import integration_of
from tests.integrations.envelopes import AT, FORWARD, envelope, message
from widget.mail.composing import MARKER, Said

TEMPLATES = (ROOT / "templates", ROOT / "widget" / "mail" / "templates")
APPS = ("accounts", "chat", "config", "integrations", "panel", "widget")
MAKES_MAIL = re.compile(r"from django\.core(\.mail)? import .*mail|smtplib\.SMTP(_SSL)?\(", re.IGNORECASE)
# Who does; from templates, only the first.
MAKERS = {
    "accounts/mail.py",
    "integrations/connectors/mail/mapping.py",
    "integrations/connectors/mail/transport.py",
    "accounts/demo/mailbox.py",  # shows them
    "accounts/demo/answering.py",  # answers them, on one machine
}


def _named(folder: str) -> list[str]:
    """All mails whose templates lie in folders of this name."""
    files = [file.relative_to(place) for place in TEMPLATES for file in place.glob(f"*/{folder}/*_subject.txt")]
    return sorted(str(file).removesuffix("_subject.txt") for file in files)


OURS, ALLAUTHS = _named("mail"), _named("email")
HEADERS = {"Subject", "From", "To", "Date", "Message-ID", "MIME-Version", "Content-Type"}
# Several in one: a mail has few places, and what stays words together stays words alone.
TOGETHER = ["x\r\n".join(PAYLOADS[at : at + 12]) for at in range(0, len(PAYLOADS), 12)]
URL = "http://localhost:8000/accounts/x/"


def words(word: str) -> dict[str, Any]:
    """Whatever any template asks for: the word, but for what only we write."""
    named = ("account", "inviter", "role", "browser", "from_email", "to_email", "email", "user_agent", "ip", "code", "deactivated_email",
             "project", "name", "integration", "who", "address", "reason", "site")  # fmt: skip
    links = ("url", "rate_url", "stop_url", "activate_url", "password_reset_url", "signup_url")
    line = " ".join(word.split())  # as `clean_line` and a line of a message are; tests/widget/mail looks at many lines
    said = Said(line, line, [line], by_team=True)
    letter = {"said": [said, said], "question": said, "marker": MARKER, "can_answer": True}
    user = SimpleNamespace(name=word, email=word, get_full_name=lambda: word)
    named_words = {**dict.fromkeys(named, word), **dict.fromkeys(links, URL)}
    return {**letter, **named_words, "user": user, "timestamp": timezone.now(), "started": timezone.now(), "ready": True,
            "kind": "account", "limit": 50, "current_site": SimpleNamespace(name=word, domain=word)}  # fmt: skip


class Tags(HTMLParser):
    """The tags and addresses of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(attrs)))


def parsed(message: EmailMessage) -> Parsed:
    """As the recipient's program reads it."""
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def part(message: Parsed, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def send(name: str, word: str) -> None:
    """By the product's own way: ours, or allauth's adapter."""
    if name in OURS:
        mail.send(name, "olga@acme.example", words(word))
    else:
        AccountAdapter().render_mail(name, "olga@acme.example", words(word)).send()


@pytest.mark.parametrize("name", [*OURS, *ALLAUTHS])
def test_no_word_becomes_more_than_a_word(name: str, mailoutbox: list[EmailMessage]) -> None:
    send(name, "plain")
    first = parsed(mailoutbox[0])
    calm, links, lines = Tags(part(first, "html")).found, part(first, "plain").count("http://localhost"), part(first, "plain").count("\n")
    for word in TOGETHER:
        sending.outbox.clear()
        send(name, word)
        (message,) = sending.outbox
        read = parsed(message)
        assert set(read.keys()) == HEADERS, word
        assert "\n" not in str(read["Subject"]) and read["To"] == "olga@acme.example"
        html = part(read, "html")
        assert Tags(html).found == calm, word
        assert URL not in word and part(read, "plain").count("http://localhost") == links, word
        assert name not in OURS or part(read, "plain").count("\n") == lines, "a line of ours that we have not written"


def test_a_conversation_as_a_mail_is_text_alone(mailoutbox: list[EmailMessage]) -> None:
    connector, integration, secrets = integration_of("email")
    for word in TOGETHER:
        sending.outbox.clear()
        told = envelope(messages=[message(word, by=word)], visitor=dict.fromkeys(("name", "email", "phone"), word), project={"name": word})
        connector.send(connector.prepare(told, integration), integration, secrets, delivery_id=FORWARD, at=AT)
        (sent,) = sending.outbox
        read = parsed(sent)
        assert set(read.keys()) == HEADERS | {"Auto-Submitted", "Content-Transfer-Encoding"}, word
        assert read.get_content_type() == "text/plain" and not read.is_multipart()
        assert "\n" not in str(read["Subject"]) and read["To"] == integration.settings["address"]


def sources() -> Iterator[tuple[str, str]]:
    """The product's Python files: path and text."""
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            yield str(file.relative_to(ROOT)), file.read_text()


def test_every_mail_is_here() -> None:
    """Each has a subject, a text and a page; whoever writes a mail anywhere else, or under a name that is not above, fails here."""
    assert len(OURS) >= 5 and len(ALLAUTHS) >= 14
    for name in [*OURS, *ALLAUTHS]:
        for rest in ("subject.txt", "message.txt", "message.html"):
            get_template(f"{name}_{rest}")
    texts = dict(sources())
    assert {path for path, text in texts.items() if MAKES_MAIL.search(text)} == MAKERS
    sent = {name for text in texts.values() for name in re.findall(r"mail\.send, \"(\S+?)\"|mail\.send\(\"(\S+?)\"", text)}
    assert {one or other for one, other in sent} == set(OURS)
