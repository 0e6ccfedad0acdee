"""An operator says something."""

from __future__ import annotations

import uuid

import pytest

from accounts.errors import BadText, Empty, Forbidden, NotFound, TooLong
from accounts.tenancy import tenant
from chat.actions.close_conversation import close_conversation
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.models import Conversation, Message
from tests.cast import Cast


def numbers(conversation: Conversation) -> list[tuple[str, int, int | None]]:
    rows = Message.objects.filter(conversation=conversation).order_by("number")
    return list(rows.values_list("kind", "number", "public_number"))


class TestPostMessage:
    def test_a_reply_takes_both_numbers(self, in_shop: Cast) -> None:
        done = post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text="We do!")
        assert done.fresh and (done.message.number, done.message.public_number) == (2, 2)
        assert done.conversation.last_text == "We do!" and done.conversation.waiting_since is None

    def test_a_note_takes_only_the_operators_number(self, in_shop: Cast) -> None:
        note = post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text="VIP", kind="note")
        reply = post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text="Hello")
        assert (note.message.number, note.message.public_number) == (2, None)
        assert (reply.message.number, reply.message.public_number) == (3, 2)
        assert note.conversation.waiting_since is not None and note.conversation.last_text != "VIP"

    def test_repeated(self, in_shop: Cast) -> None:
        once = uuid.uuid4()
        first = post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=once, text="One")
        again = post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=once, text="Another text")
        assert not again.fresh and again.message.pk == first.message.pk and again.message.text == "One"
        assert numbers(in_shop.talk) == [("text", 1, 1), ("text", 2, 2)]

    def test_repeated_after_a_close_reopens_nothing(self, in_shop: Cast) -> None:
        once = uuid.uuid4()
        post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=once, text="One")
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        again = post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=once, text="One")
        assert not again.fresh and again.conversation.status == "closed"
        assert [kind for kind, _, _ in numbers(in_shop.talk)] == ["text", "text", "activity"]

    def test_the_same_client_id_of_two_people_is_two_messages(self, in_shop: Cast) -> None:
        once = uuid.uuid4()
        for actor in (in_shop.oscar, in_shop.olga):
            assert post_message(actor, in_shop.shop, in_shop.talk, client_id=once, text="Hi").fresh

    @pytest.mark.parametrize("name", ["gus", "vic", "lena"])
    def test_outsider_viewer_and_limited(self, in_shop: Cast, name: str) -> None:
        with pytest.raises(Forbidden):
            post_message(getattr(in_shop, name), in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text="Hi")
        assert len(numbers(in_shop.talk)) == 1

    def test_another_projects_conversation(self, cast: Cast) -> None:
        with tenant(cast.globex), pytest.raises(NotFound):
            post_message(cast.gus, cast.globex, cast.talk, client_id=uuid.uuid4(), text="Hi")

    def test_to_a_closed_one_reopens_it(self, in_shop: Cast) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        done = post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text="One more thing")
        assert done.conversation.status == "open" and done.conversation.closed_at is None
        assert [kind for kind, _, _ in numbers(in_shop.talk)] == ["text", "activity", "activity", "text"]

    def test_a_note_in_a_closed_one_leaves_it_closed(self, in_shop: Cast) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        done = post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text="Done", kind="note")
        assert done.conversation.status == "closed"

    def test_to_a_closed_one_beside_an_open_one_reopens_nothing(self, in_shop: Cast) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        Conversation.objects.filter(pk=in_shop.talk.pk).update(closed_at="2020-01-01T00:00:00Z")
        second = post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text="Again me").conversation
        assert second.pk != in_shop.talk.pk
        done = post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text="Late answer")
        assert done.fresh and done.conversation.status == "closed"

    @pytest.mark.parametrize(
        ("text", "refusal"),
        [("", Empty), (" \n\t", Empty), ("x" * 10_001, TooLong), ("a\x00b", BadText), ("\ud800", BadText), (None, BadText), (7, BadText)],
    )
    def test_limits(self, in_shop: Cast, text: object, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text=text)

    def test_ten_thousand_characters_of_four_bytes_each(self, in_shop: Cast) -> None:
        done = post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text="😀" * 10_000)
        assert len(done.message.text) == 10_000
