"""An operator asks a visitor for something."""

from __future__ import annotations

import uuid

import pytest

from accounts.errors import Forbidden
from accounts.models import AuditRecord
from chat.actions.close_conversation import close_conversation
from chat.models import Form, Message
from tests.cast import Cast
from tests.chat.asking import PURPOSE, WORDS, ask, form_in
from tests.chat.hearing import hearing, said


class TestAskVisitor:
    def test_both_sides_see_the_form_and_it_is_kept_who_asked_when_and_why(self, in_shop: Cast) -> None:
        with hearing() as heard:
            asked = ask(in_shop, "email", "consent")
        form = Form.objects.get()
        assert (form.asked_by, form.asked_at, form.purpose, form.asks) == ("Oscar", asked.message.created_at, PURPOSE, ["email", "consent"])
        consent = {"version": form.consent_version, "text": WORDS}
        data = {"form_id": str(form.public_id), "asks": ["email", "consent"], "purpose": PURPOSE, "consent": consent}
        for pushes in (heard.by_operators(in_shop.shop), heard.by_visitor(in_shop.shop, in_shop.vera)):
            assert said(pushes) == ["message form"] and pushes[0]["message"]["data"] == data
        assert asked.conversation.last_text == f"Email, Consent: {PURPOSE}"

    def test_who_waits_for_an_answer_still_waits(self, in_shop: Cast) -> None:
        assert ask(in_shop).conversation.waiting_since is not None

    def test_repeated(self, in_shop: Cast) -> None:
        once = uuid.uuid4()
        first, again = ask(in_shop, client_id=once), ask(in_shop, "phone", client_id=once)
        assert not again.fresh and form_in(again) == form_in(first) and Form.objects.count() == 1
        assert AuditRecord.objects.filter(action="conversation.asked").count() == 1

    def test_repeated_after_a_close_reopens_nothing(self, in_shop: Cast) -> None:
        once = uuid.uuid4()
        ask(in_shop, client_id=once)
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        assert ask(in_shop, client_id=once).conversation.status == "closed"

    def test_what_is_done_opens_again(self, in_shop: Cast) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        assert ask(in_shop).conversation.status == "open"

    @pytest.mark.parametrize("name", ["gus", "vic", "lena"])
    def test_outsider_viewer_and_limited(self, in_shop: Cast, name: str) -> None:
        with pytest.raises(Forbidden):
            ask(in_shop, by=getattr(in_shop, name))
        assert Message.objects.count() == 1 and not Form.objects.exists()

    def test_the_log_says_what_was_asked(self, in_shop: Cast) -> None:
        ask(in_shop, "email", "phone")
        line = AuditRecord.objects.get(action="conversation.asked")
        assert (line.actor_id, line.target_id) == (in_shop.oscar.ref, str(in_shop.talk.public_id))
        assert line.data == {"asks": ["email", "phone"]}
