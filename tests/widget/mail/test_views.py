"""Where links in mails lead, where SES knocks, and the file of a talk."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from moto import mock_aws

from accounts import mail as mailing
from chat.models import Conversation, Message
from tests.cast import Cast
from tests.widget.mail.writing import VERA, answer, mail, reply_address, send, talk_of, waiting
from widget.mail import access
from widget.mail.models import Arrival, Stop

SECRET = "ses:long-random-words"


class TestStop:
    def test_one_click_by_a_mail_program_which_has_no_cookie(self, in_shop: Cast, mailoutbox: list[EmailMessage]) -> None:
        url = f"/mail/stop/{access.stop_token(in_shop.shop, VERA)}/"
        strict = Client(enforce_csrf_checks=True)
        assert strict.get(url).status_code == 200 and not Stop.objects.exists(), "opening it changes nothing"
        assert strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
        answer(in_shop)
        assert send(in_shop, waiting()).detail == "unsubscribed" and not mailoutbox
        strict.post(url, {"again": "1"})
        assert not Stop.objects.exists()

    def test_it_shows_nothing_of_anybody(self, in_shop: Cast) -> None:
        page = Client().get(f"/mail/stop/{access.stop_token(in_shop.shop, VERA)}/").content.decode()
        assert VERA not in page and "blue bowls" not in page


class TestRating:
    def url(self, cast: Cast) -> str:
        return f"/mail/rate/{access.rate_token(cast.shop, talk_of(cast))}/"

    def test_one_vote_that_can_be_changed(self, in_shop: Cast) -> None:
        url, client = self.url(in_shop), Client()
        assert client.get(url).status_code == 200 and talk_of(in_shop).rating_score is None, "opening it rates nothing"
        assert client.post(url, {"score": "5", "comment": "Quick"}).status_code == 302
        client.post(url, {"score": "5", "comment": "Quick"})
        client.post(url, {"score": "2", "comment": ""})
        assert (talk_of(in_shop).rating_score, talk_of(in_shop).rating_comment) == (2, "")
        assert Message.objects.filter(data__event="rated").count() == 2, "the same once more is no other vote"

    @pytest.mark.parametrize("score", ["", "0", "6", "5.0", "٥", "1e0", "<b>"])
    def test_another_score_is_none(self, in_shop: Cast, score: str) -> None:
        assert Client().post(self.url(in_shop), {"score": score}).status_code == 400
        assert talk_of(in_shop).rating_score is None

    def test_the_link_reads_nothing(self, in_shop: Cast) -> None:
        """Mail never grants reading: not the talk, not who wrote in it, not what was rated before."""
        Conversation.objects.update(rating_score=2, rating_comment="SECRET-COMMENT")
        page = Client().get(self.url(in_shop)).content.decode()
        assert "blue bowls" not in page and "Vera" not in page and "SECRET-COMMENT" not in page

    def test_it_ends(self, in_shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        url = self.url(in_shop)
        later = time.time() + access.RATE_WITHIN.total_seconds() + 60
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
        assert Client().get(url).status_code == 404

    def test_one_link_is_not_the_other(self, in_shop: Cast) -> None:
        assert Client().get(f"/mail/rate/{access.stop_token(in_shop.shop, VERA)}/").status_code == 404


def notification(raw: bytes, *recipients: str, dmarc: str = "PASS", spam: str = "PASS") -> dict[str, Any]:
    """What SNS posts for a mail that SES received."""
    receipt = {
        "recipients": list(recipients),
        "spamVerdict": {"status": spam},
        "spfVerdict": {"status": "PASS"},
        "dkimVerdict": {"status": "PASS"},
        "dmarcVerdict": {"status": dmarc},
        "action": {"type": "SNS", "encoding": "BASE64"},
    }
    told = {
        "notificationType": "Received",
        "mail": {"messageId": "ses-1", "source": VERA, "timestamp": "2026-11-29T10:00:00.000Z"},
        "receipt": receipt,
        "content": base64.b64encode(raw).decode(),
    }
    return {"Type": "Notification", "MessageId": "sns-1", "TopicArn": "arn:aws:sns:eu-central-1:1:mail", "Message": json.dumps(told)}


class TestFromSES:
    def post(self, body: dict[str, Any], *, secret: str = SECRET) -> int:
        headers = {"x-amz-sns-message-type": body["Type"], "x-amz-sns-message-id": body["MessageId"]}
        if secret:
            headers["authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
        return Client().post("/mail/from-ses/", json.dumps(body), content_type="text/plain", headers=headers).status_code

    @pytest.fixture
    def open_door(self, settings: Any) -> None:
        settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": ["ses:the-one-before-this-one", SECRET]}  # it is being changed

    def test_is_shut_without_a_secret(self, in_shop: Cast) -> None:
        assert self.post(notification(mail(), reply_address(in_shop))) == 403

    @pytest.mark.usefixtures("open_door")
    def test_an_answer(self, in_shop: Cast) -> None:
        body = notification(mail("Two, please."), reply_address(in_shop), "unknown@reply.parley.example", dmarc="FAIL")
        assert self.post(body) == 200 and self.post(body) == 200
        assert Message.objects.filter(text="Two, please.").count() == 1
        assert Arrival.objects.get().dmarc == "fail"

    @pytest.mark.usefixtures("open_door")
    @pytest.mark.parametrize("secret", ["", "ses:wrong", SECRET + "x", "ses"])
    def test_whoever_does_not_know_it_stays_out(self, in_shop: Cast, secret: str) -> None:
        assert self.post(notification(mail(), reply_address(in_shop)), secret=secret) in (401, 403)
        assert not Arrival.objects.exists()

    @pytest.mark.usefixtures("open_door")
    @pytest.mark.parametrize("message", ["", "[]", "null", "{}", '{"notificationType": "Bounce"}', '{"notificationType": "Received"}'])
    def test_what_is_no_mail_is_refused(self, in_shop: Cast, message: str) -> None:
        assert self.post({**notification(b""), "Message": message}) == 400


@mock_aws
def test_a_letter_leaves_by_ses(in_shop: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    settings.EMAIL_BACKEND = "anymail.backends.amazon_ses.EmailBackend"
    settings.ANYMAIL = {"AMAZON_SES_CLIENT_PARAMS": {"region_name": "eu-central-1"}}
    import boto3
    from moto.backends import get_backend

    boto3.client("sesv2", "eu-central-1").create_email_identity(EmailIdentity="no-reply@parley.example")
    answer(in_shop)
    letter = send(in_shop, waiting())
    assert letter.state == "sent", letter.detail
    (sent,) = [one for backend in get_backend("ses").values() for one in backend["eu-central-1"].sent_messages]
    assert str(letter.public_id) in sent.raw_data and VERA in sent.raw_data.replace("=\n", "")


class TestAFile:
    def ask(self, cast: Cast, form: str, token: str = "") -> Any:
        url = f"/w/api/transcript?project={cast.shop.key}&conversation={cast.talk.public_id}&form={form}"
        return Client().get(url, headers={"authorization": f"Bearer {token or cast.tokens['vera'].token}"})

    @pytest.mark.parametrize("form", ["txt", "html"])
    def test_of_ones_own_talk(self, in_shop: Cast, form: str) -> None:
        answer(in_shop, "We do <b>&amp; more</b>.\nTwo sizes.")
        answer(in_shop, "NOTE-91 difficult", kind="note")
        said = self.ask(in_shop, form)
        text = said.content.decode()
        assert said.status_code == 200 and said["Content-Disposition"].startswith('attachment; filename="chat-')
        assert "blue bowls" in text and "Two sizes." in text and "NOTE-91" not in text
        assert ("&lt;b&gt;&amp;amp; more" in text) == (form == "html")

    def test_nobody_elses(self, in_shop: Cast) -> None:
        assert self.ask(in_shop, "txt", in_shop.tokens["wanda"].token).status_code == 404
        assert self.ask(in_shop, "txt", in_shop.tokens["gina"].token).status_code == 401
        assert self.ask(in_shop, "pdf").status_code == 400


def test_a_header_with_a_line_break_is_refused(mailoutbox: list[EmailMessage]) -> None:
    words = {"url": "http://x/", "project": "x", "rate_url": "http://x/", "stop_url": "http://x/"}
    for envelope in (
        mailing.Envelope(reply_to="a@b.example\r\nBcc: c@d.example"),
        mailing.Envelope(headers={"X-A": "1\nBcc: c@d.example"}),
    ):
        with pytest.raises(ValueError, match="newlines"):
            mailing.send("widget/mail/rating", VERA, words, envelope=envelope)
    assert not mailoutbox
