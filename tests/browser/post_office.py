"""The mail of a story: an SMTP server that Parley sends to, the processes that send and take in, and a visitor's mail program."""

from __future__ import annotations

import smtplib
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from launcher.processes import mail_in, product
from launcher.program import Program, start
from tests.browser.house import Parley
from tests.launcher.waiting import START_S, wait_for
from tests.ports import free_port

AUTHSERV = "mx.parley.example"
SENDING_S = 60.0  # follower, a quiet second, beat's five: all of it on a busy machine


@dataclass
class PostOffice:
    """`mails` are those that Parley sent, by SMTP and as a mail program reads them. `port` is where it takes answers in."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)

    def letters_to(self, address: str) -> list[EmailMessage]:
        """What came for one mailbox: worker and beat serve the whole house, also those whom earlier stories left waiting."""
        return [mail for mail in list(self.mails) if mail["To"] == address]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd calls it so)
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    def wait_for(self, subject: str, to: str) -> EmailMessage:
        """The first mail for a mailbox with this in its subject, once it is there."""
        found: list[EmailMessage] = []

        def has_come() -> bool:
            found[:] = [mail for mail in self.letters_to(to) if subject in str(mail["Subject"])]
            return bool(found)

        wait_for(has_come, f"a mail about {subject!r}", within_s=SENDING_S)
        return found[0]

    def answer(self, mail: EmailMessage, text: str, **headers: str) -> None:
        """As a mail program does: the letter quoted below, to where it wants to be answered."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = mail["To"], mail["Reply-To"], f"Re: {mail['Subject']}"
        message["Message-ID"] = make_msgid(domain="mailbox.example")
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        quoted = "".join(f"> {line}\n" for line in words_of(mail).splitlines())
        message.set_content(f"{text}\n\nOn Sun, 29 Nov 2026 at 10:00, the shop wrote:\n{quoted}\n-- \nVera\n")
        with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as line:
            line.send_message(message)


def words_of(mail: EmailMessage) -> str:
    """Its plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def post_office(parley: Parley) -> Iterator[PostOffice]:
    """Worker, beat and the receiver of mail, as `make run` has them, with a mail server beside them."""
    office = PostOffice(port=free_port())
    out = Controller(office, hostname="127.0.0.1", port=free_port())
    out.start()
    env = {
        **parley.env,
        "PARLEY_MAIL": "smtp",
        "PARLEY_SMTP_HOST": "127.0.0.1",
        "PARLEY_SMTP_PORT": str(out.port),
        "PARLEY_MAIL_QUIET_S": "1",
        "PARLEY_MAIL_RATING_S": "1",
        "PARLEY_MAIL_LATEST_S": "2",
        "PARLEY_MAIL_AUTHSERV_ID": AUTHSERV,
    }
    receiver = mail_in(env, office.port)
    names = {one.name: one for one in product(env, parley.port)}
    beat = names["beat"]
    own_schedule = [f"--schedule={parley.log.with_name('beat')}" if word.startswith("--schedule=") else word for word in beat.argv]
    with ExitStack() as processes:
        processes.callback(out.stop)
        for program in (names["worker"], replace(beat, argv=own_schedule), receiver):
            processes.enter_context(_running(parley, program))
        wait_for(receiver.ready, "the receiver of mail", within_s=START_S)
        yield office


@contextmanager
def _running(parley: Parley, program: Program) -> Iterator[subprocess.Popen[bytes]]:
    with parley.log.with_name(f"post-{program.name}.log").open("ab") as output:
        process = start(program, output)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
