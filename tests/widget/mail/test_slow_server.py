"""One letter for one mailbox, whatever the mail server and the worker do: through a real server, with commits that are commits."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection
from django.utils import timezone

from accounts import mail_server
from accounts.access import ProjectRef
from accounts.tenancy import tenant
from chat import threads
from chat.models import Conversation, Message
from tests.cast import Cast, build_cast
from tests.ports import free_port
from tests.widget.mail.writing import answer
from widget.mail.actions.send_letter import LEASE, SEND, claim, send_letter
from widget.mail.due_work import letters_due
from widget.mail.models import Letter
from widget.mail.posting import post

WAIT_S = 10


class Dripping(socketserver.BaseRequestHandler):
    """A greeting that never ends, until its listener hangs up."""

    def handle(self) -> None:
        self.request.settimeout(0.02)
        with suppress(ConnectionError):
            while True:
                self.request.sendall(b"2")
                with suppress(TimeoutError):
                    if not self.request.recv(100):
                        return


class Office:
    """A mail server that answers when it is told to, or hangs up instead."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.has_one, self.may_answer, self.hangs_up = Event(), Event(), False
        self.may_answer.set()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd calls it so)
        assert isinstance(envelope.content, bytes)
        self.mails.append(envelope.content)
        self.has_one.set()
        assert await threads.run(self.may_answer.wait, WAIT_S)
        if self.hangs_up and server.transport is not None:
            server.transport.close()
        return "250 OK"

    @property
    def ids(self) -> list[bytes]:
        return [line for mail in self.mails for line in mail.splitlines() if line.startswith(b"Message-ID:")]


@pytest.fixture
def office(settings: Any) -> Iterator[Office]:
    office = Office()
    server = Controller(office, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "accounts.mail_server.PatientBackend", "127.0.0.1", server.port
    try:
        yield office
    finally:
        office.may_answer.set()
        server.stop()


@pytest.fixture
def letter(cloned_database: str) -> Letter:
    """A letter that is due: Vera was answered, and has left."""
    cast: Cast = build_cast()
    with tenant(cast.shop):
        answer(cast)
        Letter.objects.update(due_at=timezone.now())
        found: Letter = Letter.objects.select_related("project").get()
    return found


def ref_of(letter: Letter) -> ProjectRef:
    return ProjectRef(letter.project_id, letter.project.account_id)


def tick(letter: Letter) -> None:
    """What a beat's tick makes a worker do: every letter that is due."""
    try:
        for due in letters_due(timezone.now()):
            send_letter(due.project, due.letter_id)
    finally:
        connection.close()


def row(letter: Letter, **changes: Any) -> Letter:
    with tenant(ref_of(letter)):
        if changes:
            Letter.objects.filter(pk=letter.pk).update(**changes)
        found: Letter = Letter.objects.get(pk=letter.pk)
    return found


def over(letter: Letter) -> None:
    """Its lease, or the wait for its next try, has ended."""
    past = timezone.now() - timedelta(seconds=1)
    row(letter, due_at=past, **({"leased_until": past} if row(letter).leased_until else {}))


def told(letter: Letter) -> list[str]:
    with tenant(ref_of(letter)):
        events = Message.objects.filter(conversation=letter.conversation_id, kind="activity").values_list("data__event", flat=True)
        return [event for event in events if event in ("mailed", "mail_failed")]


def test_a_slow_server_two_workers_and_many_ticks_make_one_letter(letter: Letter, office: Office) -> None:
    office.may_answer.clear()
    with ThreadPoolExecutor(2) as workers:
        first = workers.submit(tick, letter)
        assert office.has_one.wait(WAIT_S)
        for _ in range(5):
            workers.submit(send_letter_once, letter).result(WAIT_S)  # the same task again: late, or delivered twice
            workers.submit(tick, letter).result(WAIT_S)
        assert row(letter).state == "sending" and told(letter) == []
        office.may_answer.set()
        first.result(WAIT_S)
    tick(letter)
    send_letter_once(letter)
    now = row(letter)
    assert (now.state, now.due_at, len(office.mails), told(letter)) == ("sent", None, 1, ["mailed"])


def send_letter_once(letter: Letter) -> None:
    try:
        send_letter(ref_of(letter), letter.pk)
    finally:
        connection.close()


def test_a_conversation_that_is_busy_does_not_make_it_go_again(letter: Letter, office: Office) -> None:
    """What is told of a letter waits for the conversation. That it went does not."""
    with tenant(ref_of(letter)), ThreadPoolExecutor(1) as worker:
        Conversation.objects.select_for_update(no_key=True).get(pk=letter.conversation_id)
        with pytest.raises(Exception, match="lock timeout"):
            worker.submit(tick, letter).result(WAIT_S)
    assert row(letter).state == "sent" and told(letter) == []
    tick(letter)
    assert (len(office.mails), told(letter)) == (1, ["mailed"])


def test_a_worker_that_died_behind_the_servers_yes_makes_it_go_once_more_and_no_third_time(letter: Letter, office: Office) -> None:
    for _ in range(2):
        claimed = claim(ref_of(letter), letter.pk)
        assert claimed is not None
        post(letter.kind, claimed.letter.to, claimed.words, claimed.envelope)  # 250, and the worker is no more
        over(letter)
    tick(letter)
    assert (row(letter).state, len(office.mails), len(set(office.ids))) == ("failed", 2, 1)
    assert told(letter) == ["mail_failed"]


def test_so_does_a_server_that_falls_silent_behind_the_last_byte(letter: Letter, office: Office) -> None:
    office.hangs_up = True
    tick(letter)
    now = row(letter)
    assert (now.state, now.unsure, now.leased_until) == ("sending", 1, None)
    over(letter)
    office.hangs_up = False
    tick(letter)
    assert (row(letter).state, len(office.mails), len(set(office.ids)), told(letter)) == ("sent", 2, 1, ["mailed"])


def test_one_that_nobody_can_know_about_twice_has_failed(letter: Letter, office: Office) -> None:
    office.hangs_up = True
    for _ in range(3):
        tick(letter)
        if row(letter).due_at is not None:
            over(letter)
    assert (row(letter).state, len(office.mails), told(letter)) == ("failed", 2, ["mail_failed"])


def test_a_worker_that_slept_past_its_lease_leaves_it_alone(letter: Letter, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("widget.mail.actions.send_letter.LEASE", SEND / 2)  # as it is after a stop
    tick(letter)
    assert office.mails == [] and row(letter).state == "sending"


def test_a_server_that_drips_is_hung_up(letter: Letter, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, and the whole never."""
    monkeypatch.setattr(mail_server, "WHOLE_S", 0.5)

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dripping)
    server.daemon_threads = True
    with server, ThreadPoolExecutor(1) as beside:
        serving = beside.submit(server.serve_forever, 0.05)
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = "accounts.mail_server.PatientBackend", "127.0.0.1"
        settings.EMAIL_PORT = server.server_address[1]
        tick(letter)
        server.shutdown()
        serving.result(WAIT_S)
    now = row(letter)
    assert (now.state, now.unsure, now.tries) == ("sending", 0, 1)


def test_a_lease_is_longer_than_any_send() -> None:
    assert LEASE > 2 * SEND
