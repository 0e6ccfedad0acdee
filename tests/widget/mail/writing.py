"""Letters and answers for the tests: what an operator's answer leads to, and mails as programs write them."""

from __future__ import annotations

import uuid
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from typing import Any

from django.utils import timezone

from accounts.access import ProjectRef
from chat.actions.post_message import Posted, post_message
from chat.models import Conversation
from tests.cast import CANARY, Cast
from widget.mail.actions.plan_letters import plan_letters
from widget.mail.actions.send_letter import send_letter
from widget.mail.addresses import written
from widget.mail.models import Letter
from widget.mail.reply_addresses import address_for

VERA = f"{CANARY}@vera.example"


def talk_of(cast: Cast) -> Conversation:
    found: Conversation = Conversation.objects.select_related("visitor").get(pk=cast.talk.pk)
    return found


def answer(cast: Cast, text: str = "We do, in two sizes.", *, kind: str = "text") -> Posted:
    """Oscar answers Vera, and the timeline's follower hears of it."""
    said = post_message(cast.oscar, cast.shop, talk_of(cast), client_id=uuid.uuid4(), text=text, kind=kind)
    plan_letters(cast.shop, [said.message.pk])
    return said


def waiting(kind: str = "reply") -> Letter:
    found: Letter = Letter.objects.get(kind=kind, state="waiting")
    return found


def send(cast: Cast, letter: Letter, *, since: Any = None) -> Letter:
    """Its time has come: decided, and perhaps sent. Gives its row as it is then."""
    changes = {"due_at": timezone.now(), **({"since": since} if since else {})}
    Letter.objects.filter(pk=letter.pk).update(**changes)
    send_letter(ProjectRef(cast.shop.pk, cast.shop.account_id), letter.pk)
    letter.refresh_from_db()
    return letter


def reply_address(cast: Cast, to: str = VERA) -> str:
    """Where Vera's mailbox answers to."""
    address = address_for(cast.shop, talk_of(cast), to)
    assert address is not None
    return written(cast.shop, address)


def mail(text: str = "Two, please.", *, sender: str = VERA, subject: str = "Re: Your question", **headers: str) -> bytes:
    """An ordinary mail."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"Vera <{sender}>", "you@reply.parley.example", subject
    message["Message-ID"] = make_msgid(domain="vera.example")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes(policy=SMTP)
