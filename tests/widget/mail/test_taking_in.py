"""Answers by mail: what becomes a message and what does not, whoever wrote it and however it came."""

from __future__ import annotations

import base64
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.errors import NotFound
from accounts.tenancy import tenant
from chat import bans, queries
from chat.actions.ban import ban
from chat.actions.close_conversation import close_conversation
from chat.actions.post_visitor_message import post_visitor_message
from chat.bans import target_of
from chat.models import Conversation, Message, Visitor
from tests.cast import Cast
from tests.widget.mail.writing import VERA, answer, mail, reply_address, send, talk_of, waiting
from widget.mail import addresses
from widget.mail.actions import take_in as taking
from widget.mail.actions.take_in import Taken, take_in
from widget.mail.models import Arrival, ReplyAddress
from widget.mail.reading.parsing import read_mail
from widget.mail.reading.verdicts import Verdicts, of_headers, of_ses

CARD = "4111 1111 1111 1111"


def take(cast: Cast, raw: bytes, to: str | None = None, *, sender: str | None = VERA, verdicts: Verdicts | None = None) -> Taken:
    return take_in(reply_address(cast) if to is None else to, read_mail(raw, envelope_sender=sender), verdicts or Verdicts())


def newest(cast: Cast) -> Message:
    found: Message = Message.objects.filter(conversation__visitor=cast.vera, kind="text").order_by("-id")[0]
    return found


def test_an_answer_is_the_visitors_message_of_that_conversation(in_shop: Cast) -> None:
    answer(in_shop)
    send(in_shop, waiting())
    taken = take(in_shop, mail("Two, please.\n\nOn Sunday Ines wrote:\n> We do, in two sizes.\n"))
    said = newest(in_shop)
    assert (said.text, said.author_kind, said.author_id) == ("Two, please.", "visitor", in_shop.vera.pk)
    assert (said.conversation_id, said.number) == (in_shop.talk.pk, taken.number)
    talk = talk_of(in_shop)
    assert talk.waiting_since is not None and talk.visitor_read > 0, "somebody waits again, and has read what they answer"
    assert Arrival.objects.get().original.endswith("> We do, in two sizes.\n"), "the whole mail is kept"


def test_the_same_mail_again_changes_nothing(in_shop: Cast) -> None:
    raw = mail()
    first, second = take(in_shop, raw), take(in_shop, raw)
    assert first.fresh and not second.fresh and first.number == second.number
    assert Message.objects.filter(text="Two, please.").count() == 1


class TestMachines:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Auto_Submitted": "auto-replied"},
            {"Auto_Submitted": "auto-generated; owner-email=x"},
            {"Precedence": "bulk"},
            {"Precedence": "auto_reply"},
            {"List_Id": "<potters.example>"},
            {"List_Unsubscribe": "<https://x.example/>"},
            {"X_Autoreply": "yes"},
            {"X_Autorespond": "Away"},
            {"X_Loop": "vera@vera.example"},
            {"X_Parley_Letter": "c0ffee"},
            {"X_Failed_Recipients": "a@b.example"},
            {"Return_Path": "<>"},
            {"sender": "MAILER-DAEMON@vera.example"},
            {"sender": "no-reply@vera.example"},
            {"sender": "no-reply@parley.example"},
            {"sender": "re-x@reply.parley.example"},
        ],
        ids=str,
    )
    def test_nobody_answers_a_machine(self, in_shop: Cast, headers: dict[str, str]) -> None:
        before = Message.objects.count()
        assert take(in_shop, mail("I am away until Monday.", **headers)).outcome == "automatic"
        assert Message.objects.count() == before and Arrival.objects.get().original.strip() == "I am away until Monday."

    def test_nor_a_bounce(self, in_shop: Cast) -> None:
        report = b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nNot there.\r\n--b--\r\n'
        assert take(in_shop, report).outcome == "automatic"
        assert take(in_shop, mail(), sender="").outcome == "automatic"

    def test_a_person_who_says_so_is_none(self, in_shop: Cast) -> None:
        assert take(in_shop, mail(Auto_Submitted="no", Precedence="normal")).outcome == "taken"

    def test_two_machines_that_hide_it_are_stopped(self, in_shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(taking, "OF_ADDRESS_AN_HOUR", 3)
        outcomes = [take(in_shop, mail(f"Ping {number}")).outcome for number in range(5)]
        assert outcomes == ["taken"] * 3 + ["too_many"] * 2
        Arrival.objects.update(arrived_at=timezone.now() - timedelta(hours=2))
        assert take(in_shop, mail("An hour later")).outcome == "taken"


def _flipped(address: str, at: int) -> str:
    return address[:at] + ("a" if address[at] != "a" else "b") + address[at + 1 :]


class TestForgedAddresses:
    def forge(self, cast: Cast) -> list[str]:
        true = reply_address(cast)
        local, _, domain = true.partition("@")
        prefix, public_id, mac = local.split("-")
        unknown = base64.b32encode(uuid.uuid4().bytes).decode().rstrip("=").lower()
        return [
            *(_flipped(true, at) for at in (3, 10, 28, 31, 40, len(local) - 1)),
            f"{prefix}-{unknown}-{mac}@{domain}",
            f"{prefix}-{public_id}-{'a' * 26}@{domain}",
            f"{prefix}-{public_id}@{domain}",
            f"{prefix}-{public_id}-{mac}x@{domain}",
            f"{local}@evil.example",
            f"{local}@{domain}.evil.example",
            f"{local}",
            "",
            "@",
            "re--@reply.parley.example",
            f"{true}\r\nBcc: x@y.example",
            "postmaster@reply.parley.example",
        ]

    def test_are_nobodys(self, in_shop: Cast) -> None:
        before = Message.objects.count()
        for forged in self.forge(in_shop):
            with pytest.raises(NotFound):
                take(in_shop, mail(), forged)
        assert Message.objects.count() == before and not Arrival.objects.exists()

    def test_capitals_are_no_forgery(self, in_shop: Cast) -> None:
        assert take(in_shop, mail(), f"<{reply_address(in_shop).upper()}>").outcome == "taken"

    def test_a_row_of_another_conversation_does_not_help(self, in_shop: Cast) -> None:
        """The MAC names conversation and visitor: a row that was changed, or copied, opens nothing."""
        raw = reply_address(in_shop)
        ReplyAddress.objects.update(visitor=in_shop.wanda, known=[])
        with pytest.raises(NotFound):
            take(in_shop, mail(), raw)

    def test_a_former_key_is_good_while_it_is_named_or_its_letter_is_known(self, in_shop: Cast, settings: Any) -> None:
        raw, key = reply_address(in_shop), settings.SECRET_KEY
        settings.SECRET_KEY = "another-" + "0123456789" * 5
        assert take(in_shop, mail("By the letter's hash"), raw).outcome == "taken"
        ReplyAddress.objects.update(known=[])
        with pytest.raises(NotFound):
            take(in_shop, mail(), raw)
        settings.SECRET_KEY_FALLBACKS = [key]
        assert take(in_shop, mail("By the former key"), raw).outcome == "taken"

    def test_no_address_can_be_read_from_the_database(self, in_shop: Cast) -> None:
        raw = reply_address(in_shop)
        mac = addresses.read(raw)
        assert mac is not None and mac.mac not in str(ReplyAddress.objects.values())

    def test_none_is_another_projects(self, in_shop: Cast) -> None:
        raw = reply_address(in_shop)
        with tenant(in_shop.globex):
            assert not ReplyAddress.objects.exists()
            take(in_shop, mail("From outside any tenant of ours"), raw)
        assert newest(in_shop).text == "From outside any tenant of ours"


class TestWhoIsSaidToHaveSentIt:
    @pytest.mark.parametrize(
        ("header", "dmarc"),
        [
            ("mx.parley.example; spf=pass smtp.mailfrom=vera.example; dkim=fail; dmarc=fail header.from=vera.example", "fail"),
            ("mx.parley.example; dmarc=pass (p=reject)", "pass"),
            ("mx.parley.example 1; dmarc=none", "none"),
            ("mx.evil.example; dmarc=pass", "none"),
            ("mx.parley.example.evil; dmarc=pass", "none"),
            ("mx.parley.example; dmarc=pleased", "none"),
            ("", "none"),
        ],
    )
    def test_only_our_own_servers_words_count(self, settings: Any, header: str, dmarc: str) -> None:
        settings.MAIL_AUTHSERV_ID = "mx.parley.example"
        headers = {"Authentication_Results": header} if header else {}
        assert of_headers(read_mail(mail(**headers))).dmarc == dmarc

    def test_a_header_that_the_sender_wrote_below_ours_does_not(self, settings: Any) -> None:
        settings.MAIL_AUTHSERV_ID = "mx.parley.example"
        forged = b"Authentication-Results: mx.parley.example; dmarc=pass\r\n" + mail()
        assert of_headers(read_mail(b"Authentication-Results: mx.parley.example; dmarc=fail\r\n" + forged)).dmarc == "fail"
        settings.MAIL_AUTHSERV_ID = ""
        assert of_headers(read_mail(forged)).dmarc == "none"

    def test_ses_says_it_beside_the_mail(self) -> None:
        receipt = {"spfVerdict": {"status": "PASS"}, "dkimVerdict": {"status": "GRAY"}, "dmarcVerdict": {"status": "FAIL"}}
        assert of_ses(receipt) == ("pass", "none", "fail") and of_ses({"spfVerdict": "x"}) == Verdicts()

    def test_operators_see_it_and_the_visitor_does_not(self, in_shop: Cast) -> None:
        take(in_shop, mail(sender="mallory@evil.example"), verdicts=Verdicts("fail", "none", "fail"))
        theirs = queries.timeline(talk_of(in_shop), for_visitor=True).messages[-1]["data"]
        ours = queries.timeline(talk_of(in_shop), for_visitor=False).messages[-1]["data"]
        assert theirs == {"mail": True}
        assert ours is not None and ours["mail"] | {"verdict": "fail", "sender": "mallory@evil.example"} == ours["mail"]
        kept = Arrival.objects.get()
        assert (kept.spf, kept.dkim, kept.dmarc, str(kept.public_id)) == ("fail", "none", "fail", ours["mail"]["id"])

    def test_a_mail_changes_nothing_about_who_the_visitor_is(self, in_shop: Cast) -> None:
        before = Visitor.objects.values().get(pk=in_shop.vera.pk)
        take(in_shop, mail(sender="mallory@evil.example"))
        assert Visitor.objects.values().get(pk=in_shop.vera.pk) == before


class TestWhereItGoes:
    def test_a_closed_conversation_opens_again_also_after_weeks(self, in_shop: Cast) -> None:
        raw = reply_address(in_shop)
        close_conversation(in_shop.oscar, in_shop.shop, talk_of(in_shop))
        Conversation.objects.update(closed_at=timezone.now() - timedelta(days=30))
        take(in_shop, mail(), raw)
        assert talk_of(in_shop).status == "open" and newest(in_shop).conversation_id == in_shop.talk.pk

    def test_one_that_has_ended_while_another_goes_on_leads_there(self, in_shop: Cast) -> None:
        raw = reply_address(in_shop)
        close_conversation(in_shop.oscar, in_shop.shop, talk_of(in_shop))
        Conversation.objects.update(closed_at=timezone.now() - timedelta(days=30))
        later = post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text="Me again").conversation
        taken = take(in_shop, mail(), raw)
        assert newest(in_shop).conversation_id == later.pk and taken.number == newest(in_shop).number
        assert talk_of(in_shop).status == "closed"

    def test_whoever_is_kept_out_is_kept_out_by_mail_too(self, in_shop: Cast) -> None:
        raw = reply_address(in_shop)
        ban(in_shop.oscar, in_shop.shop, target=target_of(in_shop.vera.public_id), reason="Spam", until=None)
        bans.forget(in_shop.shop.pk)  # as a commit would
        assert take(in_shop, mail(), raw).outcome == "banned"


class TestWhatIsKept:
    def test_no_card_number(self, in_shop: Cast) -> None:
        take(in_shop, mail(f"My card is {CARD}", subject=f"Card {CARD}"))
        kept = Arrival.objects.get()
        assert "1111" not in newest(in_shop).text + kept.original + kept.subject
        assert (newest(in_shop).data or {})["masked"] is True

    def test_a_long_answer_is_cut_and_whole_in_the_mail(self, in_shop: Cast) -> None:
        take(in_shop, mail("blue bowl " * 3000))
        assert len(newest(in_shop).text) <= 10_000 and len(Arrival.objects.get().original) >= 29_000

    def test_nothing_at_all_is_no_message(self, in_shop: Cast) -> None:
        assert take(in_shop, mail("\n \n")).outcome == "empty"
