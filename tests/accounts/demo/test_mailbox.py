"""The demo's mailbox: it shows everybody's links, so it is there for this machine only."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.demo.mailbox import MailboxBackend, mail_of, newest_mails

HERE = {"host": "localhost"}


@pytest.fixture(autouse=True)
def mailbox(settings: Settings, tmp_path: Path) -> BaseEmailBackend:
    settings.VAR_DIR = tmp_path
    return MailboxBackend()


def post(mailbox: BaseEmailBackend, subject: str) -> None:
    mail = EmailMultiAlternatives(subject, "Press: http://localhost/accounts/x/?a=1&b=2 <b>", "p@parley.example", ["olga@acme.example"])
    mailbox.send_messages([mail])


def test_mails_are_listed_newest_first_with_their_links(client: Client, mailbox: BaseEmailBackend) -> None:
    post(mailbox, "First")
    post(mailbox, "Second")
    page = client.get("/demo/mail/", headers=HERE).content.decode()
    assert page.index("Second") < page.index("First")
    assert [mail.subject for mail in newest_mails()] == ["Second", "First"]
    one = client.get(f"/demo/mail/{newest_mails()[0].id}/", headers=HERE).content.decode()
    assert '<a href="http://localhost/accounts/x/?a=1&amp;b=2"' in one and "&lt;b&gt;" in one


def test_an_empty_mailbox_says_what_will_appear(client: Client) -> None:
    assert "No mail yet" in client.get("/demo/mail/", headers=HERE).content.decode()


@pytest.mark.parametrize("mail_id", ["nothing", "..%2Fsecrets", "0" * 19])
def test_an_id_is_no_path(client: Client, mail_id: str) -> None:
    assert client.get(f"/demo/mail/{mail_id}/", headers=HERE).status_code == 404
    assert mail_of("../secrets") is None


def test_the_files_are_for_their_owner_only(mailbox: BaseEmailBackend, tmp_path: Path) -> None:
    post(mailbox, "Secret")
    modes = {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "mail").iterdir()}
    assert modes == {"0o600"}


@pytest.mark.parametrize("address", ["203.0.113.9", "10.0.0.4", ""])
def test_other_machines_see_nothing(client: Client, address: str) -> None:
    assert client.get("/demo/mail/", headers=HERE, REMOTE_ADDR=address).status_code == 404


def test_a_tunnel_sees_nothing(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["tunnel.example"]
    assert client.get("/demo/mail/", headers={"host": "tunnel.example"}).status_code == 404


def test_production_has_no_mailbox(client: Client, settings: Settings) -> None:
    settings.PARLEY_ENV = "production"
    assert client.get("/demo/mail/", headers=HERE).status_code == 404
