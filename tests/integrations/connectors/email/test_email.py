"""E-mail: to one address whose owner agreed, and nothing that a visitor writes is a header."""

from __future__ import annotations

import smtplib
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from integrations.connectors import Outcome
from tests.integrations.connectors.example import integration_of
from tests.integrations.envelopes import AT, FORWARD, envelope, message


def deliver(**changes: Any) -> Outcome:
    connector, integration, secrets = integration_of("email")
    prepared = connector.prepare(envelope(), integration)
    for name, value in changes.items():
        setattr(integration, name, value)
    return connector.send(prepared, integration, secrets, delivery_id=FORWARD, at=AT)


class TestSending:
    def test_the_mail(self) -> None:
        assert deliver().delivered
        (sent,) = mail.outbox
        assert sent.to == ["orders@fernhill.example"] and sent.cc == sent.bcc == []
        read = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
        assert read["Subject"] == "Fernhill Pottery: conversation #1042, Camille Roy" and read["To"] == "orders@fernhill.example"
        assert read["Message-ID"] == f"<{FORWARD}@localhost>" and read["Auto-Submitted"] == "auto-generated"
        assert "Do you have blue bowls?" in read.get_content()

    @pytest.mark.parametrize("changes", [{"confirmed_at": None}, {"settings": {"address": "other@fernhill.example"}}])
    def test_nobody_who_has_not_agreed(self, changes: dict[str, Any]) -> None:
        outcome = deliver(**changes)
        assert not outcome.delivered and not outcome.retry and not mail.outbox

    @pytest.mark.parametrize(
        ("trouble", "status", "again"),
        [
            (smtplib.SMTPRecipientsRefused({"x": (550, b"No such\r\nuser")}), 550, False),
            (smtplib.SMTPRecipientsRefused({"x": (452, b"Full")}), 452, True),
            (smtplib.SMTPDataError(451, b"Later"), 451, True),
            (smtplib.SMTPServerDisconnected(), None, True),
            (ConnectionRefusedError(), None, True),
        ],
    )
    def test_a_mail_server_that_will_not(
        self, monkeypatch: pytest.MonkeyPatch, trouble: Exception, status: int | None, again: bool
    ) -> None:
        def refuse(self: EmailBackend, messages: Any) -> int:
            raise trouble

        monkeypatch.setattr(EmailBackend, "send_messages", refuse)
        outcome = deliver()
        assert (outcome.delivered, outcome.status, outcome.retry) == (False, status, again) and outcome.detail.isprintable()


class TestText:
    @pytest.mark.parametrize("words", ["a\r\nBcc: all@example.com", "=?utf-8?q?=0ABcc:_x?=", "\u2028Bcc: x", "Zoë 👩‍👧‍👦 مرحبا"])
    def test_words_are_no_headers(self, words: str) -> None:
        connector, integration, _secrets = integration_of("email")
        told = envelope(messages=[message(words)], visitor={"name": words}, project={"name": words})
        read = message_from_bytes(connector.prepare(told, integration).body, policy=policy.default)
        assert read["Bcc"] is None and read["To"] == "orders@fernhill.example" and read.get_content_type() == "text/plain"
        assert set(read.keys()) == {
            "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"
        }  # fmt: skip
