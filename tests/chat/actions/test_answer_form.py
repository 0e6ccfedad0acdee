"""A visitor answers what they were asked for, or does not."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from accounts.errors import Conflict, Invalid, NotFound, PlanEnded
from accounts.export import PARTS
from accounts.models import AuditRecord
from accounts.tenancy import tenant
from chat import queries
from chat.actions.answer_form import answer_form
from chat.actions.close_conversation import close_conversation
from chat.actions.start_conversation import start_conversation
from chat.erasing import erase_visitor
from chat.models import Answer, Conversation, Form, Message, Visitor
from tests.accounts.billing.paying import Travel, pay, travel
from tests.cast import Cast
from tests.chat.asking import EVERYTHING, PURPOSE, WORDS, answer, ask, form_in
from tests.chat.hearing import hearing, said

__all__ = ["travel"]


@pytest.fixture
def form_id(in_shop: Cast) -> str:
    return form_in(ask(in_shop, *EVERYTHING))


def vera(cast: Cast) -> Visitor:
    found: Visitor = Visitor.objects.get(pk=cast.vera.pk)
    return found


class TestAnswerForm:
    def test_kept_with_who_asked_when_why_and_the_words_that_were_shown(self, in_shop: Cast, form_id: str) -> None:
        answered = answer(in_shop, form_id, EVERYTHING)
        form = Form.objects.get()
        assert form.answered_at == answered.message.created_at
        assert dict(form.answers.values_list("ask", "value")) == EVERYTHING
        shapes = {one["ask"]: one for one in queries.answers_about(in_shop.vera)}
        assert list(shapes) == list(EVERYTHING)
        assert (shapes["email"]["asked_by"], shapes["email"]["purpose"], shapes["email"]["consent"]) == ("Oscar", PURPOSE, None)
        assert shapes["consent"]["consent"] == {"version": form.consent_version, "text": WORDS} and form.consent_version
        assert shapes["consent"]["value"] is True and shapes["consent"]["form_id"] == form_id

    def test_both_sides_see_it(self, in_shop: Cast, form_id: str) -> None:
        with hearing() as heard:
            answer(in_shop, form_id, {"email": "vera@vera.example"})
        assert said(heard.by_visitor(in_shop.shop, in_shop.vera)) == ["message form", "conversation open"]
        assert said(heard.by_operators(in_shop.shop)) == ["message form", "visitor", "conversation open"]
        message, visitor, talk = heard.by_operators(in_shop.shop)
        assert message["message"]["data"] == {"form_id": form_id, "answers": {"email": "vera@vera.example"}}
        assert visitor["visitor"]["email"] == talk["conversation"]["visitor"]["email"] == "vera@vera.example"

    def test_the_values_are_in_data_alone(self, in_shop: Cast, form_id: str) -> None:
        answered = answer(in_shop, form_id, EVERYTHING)
        assert answered.message.text == answered.conversation.last_text == "Email, Phone, Order number, Consent"

    def test_an_address_and_a_number_become_the_visitor_s_own_unverified(self, in_shop: Cast, form_id: str) -> None:
        in_shop.wanda.email = "vera@vera.example"
        in_shop.wanda.save()
        answer(in_shop, form_id, EVERYTHING)
        row = vera(in_shop)
        assert (row.email, row.phone, row.verified) == ("vera@vera.example", "+351 22 123 4567", False)
        assert Visitor.objects.filter(email="vera@vera.example").count() == 2  # never merged

    def test_what_the_site_has_signed_stays(self, in_shop: Cast, form_id: str) -> None:
        Visitor.objects.filter(pk=in_shop.vera.pk).update(verified=True, email="signed@vera.example")
        answer(in_shop, form_id, {"email": "other@vera.example", "phone": "12345"})
        assert (vera(in_shop).email, vera(in_shop).phone) == ("signed@vera.example", "12345")
        assert Answer.objects.get(ask="email").value == "other@vera.example"

    def test_not_now(self, in_shop: Cast, form_id: str) -> None:
        before = vera(in_shop).email
        answered = answer(in_shop, form_id, {})
        assert answered.message.text == "Not now" and answered.message.data == {"form_id": form_id, "answers": {}}
        assert Form.objects.get().answered_at and not Answer.objects.exists() and vera(in_shop).email == before
        assert queries.answers_about(in_shop.vera) == []

    def test_repeated(self, in_shop: Cast, form_id: str) -> None:
        once = uuid.uuid4()
        first = answer(in_shop, form_id, {"order": "7"}, once)
        again = answer(in_shop, form_id, {"order": "8"}, once)
        assert not again.fresh and again.message.pk == first.message.pk and Answer.objects.get().value == "7"

    def test_a_second_answer_is_refused_also_after_not_now(self, in_shop: Cast, form_id: str) -> None:
        answer(in_shop, form_id, {})
        with pytest.raises(Conflict):
            answer(in_shop, form_id, {"order": "8"})
        assert not Answer.objects.exists()

    def test_a_wrong_answer_leaves_the_form_open(self, in_shop: Cast, form_id: str) -> None:
        with pytest.raises(Invalid) as refusal:
            answer(in_shop, form_id, {"email": "vera", "order": "7"})
        assert list(refusal.value.fields) == ["email"] and Message.objects.filter(author_kind="visitor").count() == 1
        assert answer(in_shop, form_id, {"email": "vera@vera.example", "order": "7"}).fresh

    def test_what_was_asked_of_another_visitor_is_not_there(self, in_shop: Cast, form_id: str) -> None:
        strangers: list[object] = [form_id, str(uuid.uuid4()), "x", None, []]
        for wanted in strangers:
            with pytest.raises(NotFound):
                answer_form(in_shop.shop, in_shop.wanda, form_id=wanted, client_id=uuid.uuid4(), answers={"order": "7"})
        with tenant(in_shop.globex), pytest.raises(NotFound):
            answer_form(in_shop.globex, in_shop.gina, form_id=form_id, client_id=uuid.uuid4(), answers={"order": "7"})

    def test_after_the_end_and_a_new_beginning_it_stands_where_it_was_asked(self, in_shop: Cast, form_id: str) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        start_conversation(in_shop.shop, in_shop.vera)
        answered = answer(in_shop, form_id, {"order": "7"})
        assert answered.conversation.pk == in_shop.talk.pk and answered.conversation.status == "closed"

    def test_what_was_put_off_comes_back(self, in_shop: Cast, form_id: str) -> None:
        until = timezone.now() + timedelta(hours=1)
        Conversation.objects.filter(pk=in_shop.talk.pk).update(status="snoozed", snoozed_until=until)
        answer(in_shop, form_id, {"order": "7"})
        assert Conversation.objects.get(pk=in_shop.talk.pk).status == "open"

    def test_the_log_says_what_was_given_and_not_its_value(self, in_shop: Cast, form_id: str) -> None:
        answer(in_shop, form_id, EVERYTHING)
        line = AuditRecord.objects.get(action="conversation.answered")
        assert (line.actor_kind, line.data) == ("visitor", {"given": list(EVERYTHING)})
        assert not any(str(value) in json.dumps([line.data, line.personal]) for value in EVERYTHING.values() if value is not True)

    @pytest.mark.parametrize("change", ["UPDATE chat_answer SET value = '8'", "UPDATE chat_form SET purpose = 'for fun'"])
    def test_nothing_of_it_can_be_rewritten(self, in_shop: Cast, form_id: str, change: str) -> None:
        answer(in_shop, form_id, EVERYTHING)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


class TestHandedOutAndErased:
    def test_the_visitor_s_copy_has_it(self, in_shop: Cast, form_id: str) -> None:
        answer(in_shop, form_id, EVERYTHING)
        for name, count in (("forms", 1), ("answers", 4)):
            part = PARTS[name]
            assert (
                part.of_visitor is not None and part.model._default_manager.filter(part.of_visitor(in_shop.vera.public_id)).count() == count
            )
            assert not part.model._default_manager.filter(part.of_visitor(in_shop.wanda.public_id)).exists()

    def test_it_goes_with_the_visitor(self, in_shop: Cast, form_id: str) -> None:
        answer(in_shop, form_id, EVERYTHING)
        assert erase_visitor(in_shop.shop, in_shop.vera.public_id)["answers"] == 4
        assert not Form.objects.exists() and not Answer.objects.exists() and vera(in_shop).email == vera(in_shop).phone == ""


class TestPlanEnded:
    def test_the_answer_to_what_was_asked_before(self, cast: Cast, travel: Travel) -> None:
        pay(cast)
        once = uuid.uuid4()
        with tenant(cast.shop):
            first, second = form_in(ask(cast)), form_in(ask(cast))
            stored = answer(cast, first, {}, once)
        travel(timedelta(days=60))
        with tenant(cast.shop):
            repeated: Any = answer(cast, first, {}, once)
            assert repeated.message.pk == stored.message.pk
            with pytest.raises(PlanEnded):
                answer(cast, second, {})
            with pytest.raises(PlanEnded):
                ask(cast)
