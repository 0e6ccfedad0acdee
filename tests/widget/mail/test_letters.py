"""Unread answers go to their visitor by mail: once, together, never when they were read, and not to who wants none."""

from __future__ import annotations

import smtplib
import uuid
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail as sending
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.access import ProjectRef
from chat import bans, visits
from chat.actions.ban import ban
from chat.actions.close_conversation import close_conversation
from chat.actions.mark_read import mark_read_by_visitor
from chat.actions.post_visitor_message import post_visitor_message
from chat.bans import target_of
from chat.models import Message, Visitor
from tests.cast import Cast
from tests.widget.mail.writing import VERA, answer, reply_address, send, talk_of, waiting
from widget.mail import access, posting
from widget.mail.actions.mail_transcript import mail_transcript
from widget.mail.actions.plan_letters import TOO_OLD, plan_letters
from widget.mail.actions.send_letter import AGAIN, claim
from widget.mail.actions.stop_letters import stop_letters
from widget.mail.deciding import OF_TALK_A_DAY
from widget.mail.models import Letter, ReplyAddress


def last_activity(cast: Cast) -> dict[str, Any]:
    found: Message = Message.objects.filter(conversation=cast.talk, kind="activity").order_by("-number")[0]
    assert found.public_number is None, "what went by mail is the operators' business"
    return found.data or {}


class TestAnAnswer:
    def test_goes_once_with_both_texts(self, in_shop: Cast, mailoutbox: list[EmailMessage]) -> None:
        answer(in_shop)
        answer(in_shop, "Shall I hold one?\nUntil Friday?")
        letter = send(in_shop, waiting())
        assert letter.state == "sent" and len(mailoutbox) == 1
        text = str(mailoutbox[0].body)
        for words in ("We do, in two sizes.", "    Until Friday?", "Do you have blue bowls?", "/mail/stop/"):
            assert words in text
        assert mailoutbox[0].to == [VERA]
        assert last_activity(in_shop) | {"event": "mailed", "what": "reply", "to": VERA} == last_activity(in_shop)
        send(in_shop, letter)
        assert len(mailoutbox) == 1, "a letter that was sent is not sent again"

    def test_says_what_a_mail_of_a_machine_should(self, in_shop: Cast, mailoutbox: list[EmailMessage]) -> None:
        answer(in_shop)
        letter = send(in_shop, waiting())
        read = message_from_bytes(mailoutbox[0].message().as_bytes(), policy=policy.default)
        assert read["Auto-Submitted"] == "auto-generated" and read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert read["Reply-To"] == reply_address(in_shop) and str(letter.public_id) in read["Message-ID"]
        assert in_shop.shop.name in read["From"] and "no-reply@parley.example" in read["From"]

    def test_further_answers_wait_for_each_other_but_not_for_ever(self, in_shop: Cast, settings: Any) -> None:
        settings.MAIL_QUIET_S, settings.MAIL_LATEST_S = 100, 150
        first = answer(in_shop).message.created_at
        for _ in range(3):
            last = answer(in_shop).message.created_at
        assert waiting().due_at == min(last + timedelta(seconds=100), first + timedelta(seconds=150))
        Letter.objects.update(since=first - timedelta(seconds=140))
        answer(in_shop)
        assert waiting().due_at == first + timedelta(seconds=10)

    def test_what_was_mailed_is_not_mailed_again(self, in_shop: Cast, mailoutbox: list[EmailMessage]) -> None:
        answer(in_shop)
        send(in_shop, waiting())
        answer(in_shop, "It is held.")
        send(in_shop, waiting())
        assert "We do, in two sizes." not in str(mailoutbox[1].body) and "It is held." in str(mailoutbox[1].body)

    def test_two_workers_send_it_once(self, in_shop: Cast) -> None:
        answer(in_shop)
        letter, ref = waiting(), ProjectRef(in_shop.shop.pk, in_shop.shop.account_id)
        Letter.objects.update(due_at=timezone.now())
        assert claim(ref, letter.pk) is not None and claim(ref, letter.pk) is None
        Letter.objects.update(leased_until=timezone.now(), due_at=timezone.now())
        again = claim(ref, letter.pk)
        assert again is not None and again.letter.public_id == letter.public_id, "a lease that ended: the same letter, the same Message-ID"

    def test_nobody_is_written_to_about_what_is_long_ago(self, in_shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        """A follower that is new in an old house reads all of its timeline."""
        later = timezone.now() + TOO_OLD + timedelta(hours=1)
        monkeypatch.setattr("widget.mail.actions.plan_letters.timezone.now", lambda: later)
        answer(in_shop)
        assert not Letter.objects.exists()

    def test_a_note_is_nothing_to_mail(self, in_shop: Cast) -> None:
        answer(in_shop, kind="note")
        assert not Letter.objects.exists()


def read(cast: Cast) -> None:
    mark_read_by_visitor(cast.shop, talk_of(cast), number=999)


def kept_out(cast: Cast) -> None:
    ban(cast.oscar, cast.shop, target=target_of(cast.vera.public_id), reason="Spam", until=None)
    bans.forget(cast.shop.pk)  # as a commit would


def stop(cast: Cast) -> None:
    stop_letters(access.stop_token(cast.shop, VERA.upper()))


def flood(cast: Cast) -> None:
    now = timezone.now()
    Letter.objects.bulk_create(
        Letter(project=cast.shop, conversation=cast.talk, kind="reply", state="sent", since=now, ended_at=now) for _ in range(OF_TALK_A_DAY)
    )


def named(address: str) -> Callable[[Cast], object]:
    return lambda cast: Visitor.objects.filter(pk=cast.vera.pk).update(email=address)


@pytest.mark.parametrize(
    ("why", "happens"),
    [
        ("read", read),
        ("banned", kept_out),
        ("unsubscribed", stop),
        ("too many today", flood),
        ("no address", named("")),
        ("no address", named("vera at example")),
        ("no address", named("re-x@reply.parley.example")),  # ours: a loop
        ("no address", named("vera@example.com\nBcc: all@example.com")),
    ],
)
def test_who_is_not_written_to(in_shop: Cast, mailoutbox: list[EmailMessage], why: str, happens: Callable[[Cast], object]) -> None:
    answer(in_shop)
    happens(in_shop)
    letter = send(in_shop, waiting())
    assert (letter.state, letter.detail, mailoutbox) == ("dropped", why, [])


class TestSomebodyWhoIsHere:
    def test_reads_by_themselves_for_a_while(self, in_shop: Cast, mailoutbox: list[EmailMessage], settings: Any) -> None:
        visits.arrive(in_shop.shop.pk, in_shop.vera.public_id, "tab", {})
        answer(in_shop)
        letter = send(in_shop, waiting())
        assert letter.state == "waiting" and letter.due_at is not None and letter.due_at > timezone.now() and not mailoutbox
        letter = send(in_shop, letter, since=timezone.now() - timedelta(seconds=settings.MAIL_LATEST_S))
        assert letter.state == "sent", "a tab that was left open all day is nobody"


class TestTrouble:
    def broken(self, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
        def refuse(*args: Any, **kwargs: Any) -> None:
            raise error

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)

    def test_is_tried_again_later_and_ends(self, in_shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broken(monkeypatch, ConnectionRefusedError())
        answer(in_shop)
        letter = send(in_shop, waiting())
        assert (letter.state, letter.tries) == ("sending", 1) and letter.due_at is not None and letter.due_at > timezone.now()
        for _ in AGAIN:
            letter = send(in_shop, letter)
        assert letter.state == "failed" and last_activity(in_shop)["event"] == "mail_failed"

    def test_what_was_read_before_the_next_try_is_not_sent(self, in_shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broken(monkeypatch, ConnectionRefusedError())
        answer(in_shop)
        letter = send(in_shop, waiting())
        monkeypatch.undo()
        read(in_shop)
        assert send(in_shop, letter).state == "dropped" and not sending.outbox

    @pytest.mark.parametrize(
        ("error", "ends"),
        [
            (smtplib.SMTPRecipientsRefused({VERA: (550, b"no such user")}), "failed"),
            (smtplib.SMTPRecipientsRefused({VERA: (452, b"full")}), "sending"),
            (smtplib.SMTPDataError(554, b"no"), "failed"),
            (smtplib.SMTPServerDisconnected(), "sending"),
        ],
    )
    def test_a_mailbox_that_is_not_there_is_not_tried_again(
        self, in_shop: Cast, monkeypatch: pytest.MonkeyPatch, error: Exception, ends: str
    ) -> None:
        self.broken(monkeypatch, error)
        answer(in_shop)
        assert send(in_shop, waiting()).state == ends


class TestAnotherMailbox:
    def test_ends_the_former_address(self, in_shop: Cast) -> None:
        former = reply_address(in_shop)
        assert access.is_known(former) and reply_address(in_shop) == former
        later = reply_address(in_shop, "other@vera.example")
        assert access.is_known(later) and not access.is_known(former)
        assert ReplyAddress.objects.filter(revoked_at=None).count() == 1


class TestARating:
    def test_is_asked_for_once_when_the_visitor_has_left(self, in_shop: Cast, mailoutbox: list[EmailMessage]) -> None:
        answer(in_shop)
        read(in_shop)
        close_conversation(in_shop.oscar, in_shop.shop, talk_of(in_shop))
        plan_letters(in_shop.shop, list(Message.objects.filter(kind="activity").values_list("pk", flat=True)))
        assert send(in_shop, waiting("rating")).state == "sent" and "/mail/rate/" in str(mailoutbox[0].body)
        plan_letters(in_shop.shop, list(Message.objects.filter(data__event="closed").values_list("pk", flat=True)))
        assert send(in_shop, waiting("rating")).state == "dropped"

    def test_stands_in_the_last_answer_where_there_is_one(self, in_shop: Cast, mailoutbox: list[EmailMessage]) -> None:
        answer(in_shop)
        close_conversation(in_shop.oscar, in_shop.shop, talk_of(in_shop))
        plan_letters(in_shop.shop, list(Message.objects.filter(data__event="closed").values_list("pk", flat=True)))
        send(in_shop, waiting())
        assert "/mail/rate/" in str(mailoutbox[0].body) and send(in_shop, waiting("rating")).state == "dropped"

    def test_nobody_is_asked_about_a_talk_without_an_answer(self, in_shop: Cast) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, talk_of(in_shop))
        plan_letters(in_shop.shop, list(Message.objects.filter(data__event="closed").values_list("pk", flat=True)))
        assert send(in_shop, waiting("rating")).detail == "nothing to ask"


class TestATranscript:
    def test_goes_to_the_visitors_own_address_without_notes(self, in_shop: Cast, mailoutbox: list[EmailMessage]) -> None:
        answer(in_shop)
        answer(in_shop, "NOTE-77 a difficult one", kind="note")
        assert mail_transcript(in_shop.shop, talk_of(in_shop)) == VERA
        send(in_shop, waiting("transcript"))
        text = str(mailoutbox[0].body) + str(mailoutbox[0].alternatives)  # type: ignore[attr-defined]
        assert "Do you have blue bowls?" in text and "We do, in two sizes." in text and "NOTE-77" not in text


def test_what_a_visitor_wrote_begins_no_line_of_ours(in_shop: Cast, mailoutbox: list[EmailMessage]) -> None:
    """OUT7: neither a header nor a sentence that seems to be ours."""
    forged = "Hi\r\n\r\nSubject: won\r\nYou get this because you have won:\r\nhttps://evil.example/"
    post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text=forged)
    answer(in_shop)
    send(in_shop, waiting())
    raw = mailoutbox[0].message().as_bytes().decode()
    head = raw.partition("\n\n")[0]
    assert "won" not in head and "evil" not in head
    lines = str(mailoutbox[0].body).splitlines()
    assert [line for line in lines if "won" in line or "evil" in line] == [
        "    Subject: won", "    You get this because you have won:", "    https://evil.example/",
    ]  # fmt: skip


def test_every_kind_has_its_templates() -> None:
    assert set(posting.TEMPLATES) == set(Letter.Kind.values)
