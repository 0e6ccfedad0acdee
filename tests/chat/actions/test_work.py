"""A team's work: tags, priority, snooze, corrections, quotes, merges, many at once, what is prepared, and the filters over it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.access import ProjectRef
from accounts.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from accounts.models import AuditRecord
from chat import queries
from chat.actions.change_conversation import change_conversation, change_of
from chat.actions.change_many import MOST, change_many
from chat.actions.close_conversation import close_conversation
from chat.actions.edit_message import WITHIN, edit_message, remove_message
from chat.actions.edit_tags import add_tag, remove_tag
from chat.actions.mark_read import mark_read_by_operator, mark_read_by_visitor
from chat.actions.mark_unread import mark_unread
from chat.actions.merge_conversations import merge_conversations, undo_merge
from chat.actions.post_message import post_message
from chat.actions.post_quoting import Quoting, post_quoting
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.snooze_conversation import FARTHEST, snooze_conversation, snoozes_due, wake_conversation
from chat.actions.tag_conversation import TAGS_AT_MOST, tag_conversation
from chat.models import Conversation, Merge, Message, Tag, Tagging
from chat.prepared import tag_shapes
from tests.cast import Cast
from tests.chat.hearing import hearing


def again(cast: Cast) -> Conversation:
    return Conversation.objects.select_related("visitor").get(pk=cast.talk.pk)


def say(cast: Cast, text: str = "Hello", *, who: str = "oscar", kind: str = "text") -> Message:
    return post_message(getattr(cast, who), cast.shop, again(cast), client_id=uuid.uuid4(), text=text, kind=kind).message


def events(cast: Cast) -> list[str]:
    rows = Message.objects.filter(conversation=cast.talk, kind="activity").order_by("number")
    return [(row.data or {})["event"] for row in rows]


# Each changes Vera's conversation; a viewer may do none of them.
CHANGES: dict[str, dict[str, Any]] = {
    "conversation.tagged": {"tags": ["pre-sale"]},
    "conversation.prioritized": {"priority": 2},
    "conversation.snoozed": {"status": "snoozed"},
    "conversation.closed": {"status": "closed"},
    "conversation.assigned": {"assignee": "me"},
}


@pytest.mark.parametrize("act", CHANGES)
def test_a_change_is_written_down_once_and_is_no_viewers(in_shop: Cast, act: str) -> None:
    change = change_of(in_shop.oscar, in_shop.shop, CHANGES[act])
    for _ in range(2):
        change_conversation(in_shop.oscar, in_shop.shop, again(in_shop), change)
    assert AuditRecord.objects.filter(action=act).count() == 1
    with pytest.raises(Forbidden):
        change_conversation(in_shop.vic, in_shop.shop, again(in_shop), change)


@pytest.mark.parametrize(
    "raw",
    [
        {"status": "gone"},
        {"status": None},
        {"priority": 3},
        {"priority": True},
        {"tags": "pre-sale"},
        {"tags": [""]},
        {"tags": ["x" * 61]},
        {"tags": [1]},
        {"add_tags": None},
        {"snoozed_until": "2099-01-01T00:00:00Z"},
        {"status": "snoozed", "snoozed_until": "tomorrow"},
        {"status": "snoozed", "snoozed_until": "2020-01-01T00:00:00Z"},
        {"status": "snoozed", "snoozed_until": "2199-01-01T00:00:00Z"},
        {"note": "words"},
        {"note": {"text": "no id"}},
        {"assignee": "nobody"},
        {"department": str(uuid.uuid4())},
        {"subject": "x"},
    ],
)
def test_what_cannot_be_changed_so(in_shop: Cast, raw: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        change_conversation(in_shop.oscar, in_shop.shop, again(in_shop), change_of(in_shop.oscar, in_shop.shop, raw))


class TestTags:
    def test_they_come_into_the_vocabulary_in_any_case(self, in_shop: Cast) -> None:
        tag_conversation(in_shop.oscar, in_shop.shop, again(in_shop), tags=["Pre-sale", "gift wrap", "GIFT WRAP"])
        done = tag_conversation(in_shop.oscar, in_shop.shop, again(in_shop), tags=["pre-sale"])
        assert done.tags == ["Pre-sale"] and events(in_shop) == ["tagged", "tagged", "untagged"]
        assert [(one["name"], one["used"]) for one in tag_shapes()] == [("Pre-sale", 1), ("gift wrap", 1)]
        assert Tagging.objects.count() == 1

    def test_a_removed_one_stays_where_it_was_and_comes_back_when_given(self, in_shop: Cast) -> None:
        tag_conversation(in_shop.oscar, in_shop.shop, again(in_shop), tags=["old"])
        remove_tag(in_shop.olga, in_shop.shop, Tag.objects.get())
        assert tag_shapes() == [] and again(in_shop).tags == ["old"]
        assert add_tag(in_shop.oscar, in_shop.shop, name="OLD").pk == Tag.objects.get().pk
        with pytest.raises(Conflict):
            add_tag(in_shop.oscar, in_shop.shop, name="Old")

    def test_too_many(self, in_shop: Cast) -> None:
        with pytest.raises(Conflict):
            tag_conversation(in_shop.oscar, in_shop.shop, again(in_shop), tags=[str(n) for n in range(TAGS_AT_MOST + 1)])
        assert again(in_shop).tags == []


class TestSnooze:
    def test_until_a_moment(self, in_shop: Cast) -> None:
        until = timezone.now() + timedelta(hours=1)
        done = snooze_conversation(in_shop.oscar, in_shop.shop, again(in_shop), until=until)
        assert (done.status, done.waiting_since) == ("snoozed", None)
        ref = ProjectRef(in_shop.shop.pk, in_shop.shop.account_id)
        wake_conversation(ref, in_shop.talk.pk)
        assert again(in_shop).status == "snoozed"
        Conversation.objects.update(snoozed_until=timezone.now() - timedelta(seconds=1))
        assert [due.conversation for due in snoozes_due()] == [in_shop.talk.pk]
        for _ in range(2):
            wake_conversation(ref, in_shop.talk.pk)
        woken = again(in_shop)
        assert (woken.status, woken.waiting_since, snoozes_due()) == ("open", woken.last_at, [])
        assert events(in_shop) == ["snoozed", "woke"]

    def test_one_that_was_answered_is_unread_again(self, in_shop: Cast) -> None:
        say(in_shop)
        mark_read_by_operator(in_shop.oscar, in_shop.shop, again(in_shop), number=2)
        snooze_conversation(in_shop.oscar, in_shop.shop, again(in_shop), until=timezone.now() + FARTHEST / 2)
        Conversation.objects.update(snoozed_until=timezone.now() - timedelta(seconds=1))
        wake_conversation(ProjectRef(in_shop.shop.pk, in_shop.shop.account_id), in_shop.talk.pk)
        shape = queries.conversation_shapes(in_shop.shop, in_shop.oscar, [again(in_shop)])[0]
        assert (shape["waiting_since"], shape["unread"]) == (None, 1)

    def test_until_the_visitor_writes(self, in_shop: Cast) -> None:
        with hearing() as heard:
            snooze_conversation(in_shop.oscar, in_shop.shop, again(in_shop), until=None)
        assert heard.by_visitor(in_shop.shop, in_shop.vera)[-1]["conversation"]["status"] == "open"  # they are not told
        post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text="And?")
        woken = again(in_shop)
        assert (woken.status, woken.snoozed_until) == ("open", None) and woken.waiting_since is not None

    def test_no_closed_one(self, in_shop: Cast) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, again(in_shop))
        with pytest.raises(Conflict):
            snooze_conversation(in_shop.oscar, in_shop.shop, again(in_shop), until=None)


class TestUnread:
    def test_for_oneself_until_it_is_read_again(self, in_shop: Cast) -> None:
        def unread(who: str) -> int:
            return queries.conversation_shapes(in_shop.shop, getattr(in_shop, who), [again(in_shop)])[0]["unread"]

        for who in ("oscar", "olga"):
            mark_read_by_operator(getattr(in_shop, who), in_shop.shop, again(in_shop), number=1)
        mark_unread(in_shop.oscar, in_shop.shop, again(in_shop))
        assert (unread("oscar"), unread("olga")) == (1, 0)
        mark_read_by_operator(in_shop.oscar, in_shop.shop, again(in_shop), number=1)
        assert unread("oscar") == 0


class TestCorrecting:
    def test_an_edit_is_one_line_more_and_everybody_sees_the_new_words(self, in_shop: Cast) -> None:
        line = say(in_shop, "Helo")
        with hearing() as heard:
            edit_message(in_shop.oscar, in_shop.shop, again(in_shop), number=line.number, text="Hello")
        theirs = heard.by_visitor(in_shop.shop, in_shop.vera)[0]["message"]
        assert theirs["data"]["event"] == "edited" and theirs["data"]["of"] == theirs["data"]["message"]["number"] == 2
        assert theirs["data"]["message"]["text"] == "Hello" == again(in_shop).last_text
        page = queries.timeline(again(in_shop), for_visitor=True)
        assert [one["text"] for one in page.messages if one["kind"] == "text"][-1] == "Hello"
        edit_message(in_shop.oscar, in_shop.shop, again(in_shop), number=line.number, text="Hello")
        assert events(in_shop) == ["edited"]

    def test_what_is_taken_back_is_nowhere(self, in_shop: Cast) -> None:
        line = say(in_shop, "A secret word")
        quoting = Quoting("See above", "text", line.number)
        post_quoting(in_shop.oscar, in_shop.shop, again(in_shop), client_id=uuid.uuid4(), said=quoting)
        with hearing() as heard:
            for _ in range(2):
                remove_message(in_shop.oscar, in_shop.shop, again(in_shop), number=line.number)
        for for_visitor in (True, False):
            assert "secret word" not in str(queries.timeline(again(in_shop), for_visitor=for_visitor).messages)
        assert "secret word" not in str(heard.texts) and events(in_shop) == ["removed"]
        mark_read_by_visitor(in_shop.shop, again(in_shop), number=1)
        assert queries.visitor_conversation(again(in_shop))["unread"] == 1  # the answer; what was taken back is not there to be read

    def test_a_notes_change_is_nothing_to_the_visitor(self, in_shop: Cast) -> None:
        line = say(in_shop, "Between us", kind="note")
        with hearing() as heard:
            edit_message(in_shop.oscar, in_shop.shop, again(in_shop), number=line.number, text="Among us")
        assert [push["type"] for push in heard.by_visitor(in_shop.shop, in_shop.vera)] == ["conversation"]

    @pytest.mark.parametrize(
        ("who", "number", "refusal"), [("olga", 2, NotFound), ("oscar", 1, NotFound), ("vic", 2, Forbidden), ("oscar", 9, NotFound)]
    )
    @pytest.mark.parametrize("change", [lambda *all, **rest: edit_message(*all, text="x", **rest), remove_message])
    def test_nobody_elses(self, in_shop: Cast, who: str, number: int, refusal: type[Refused], change: Callable[..., Any]) -> None:
        say(in_shop)
        with pytest.raises(refusal):
            change(getattr(in_shop, who), in_shop.shop, again(in_shop), number=number)

    def test_too_late(self, in_shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        line = say(in_shop)
        late = line.created_at + WITHIN + timedelta(seconds=1)
        monkeypatch.setattr(timezone, "now", lambda: late)
        with pytest.raises(Conflict):
            edit_message(in_shop.oscar, in_shop.shop, again(in_shop), number=line.number, text="x")


class TestQuotes:
    def test_each_reader_has_their_own_number(self, in_shop: Cast) -> None:
        say(in_shop, "A note", kind="note")
        line = say(in_shop, "An answer")
        quoting = Quoting("More of it", "text", line.number)
        post_quoting(in_shop.oscar, in_shop.shop, again(in_shop), client_id=uuid.uuid4(), said=quoting)
        for for_visitor, number in ((True, 2), (False, 3)):
            last = queries.timeline(again(in_shop), for_visitor=for_visitor).messages[-1]
            assert (last["data"] or {})["quote"] == {"number": number, "author": "operator", "text": "An answer"}

    def test_no_note_goes_out_in_a_quote(self, in_shop: Cast) -> None:
        line = say(in_shop, "A note", kind="note")
        for kind, refused in (("text", True), ("note", False)):
            quoting = Quoting("x", kind, line.number)
            try:
                post_quoting(in_shop.oscar, in_shop.shop, again(in_shop), client_id=uuid.uuid4(), said=quoting)
                assert not refused
            except Conflict:
                assert refused


class TestMerging:
    def another(self, cast: Cast) -> Conversation:
        return post_visitor_message(cast.shop, cast.wanda, client_id=uuid.uuid4(), text="It is me again").conversation

    def test_it_is_logged_moves_nothing_and_can_be_undone(self, in_shop: Cast) -> None:
        other = self.another(in_shop)
        for _ in range(2):
            merge_conversations(in_shop.oscar, in_shop.shop, other, into=again(in_shop))
        closed = Conversation.objects.get(pk=other.pk)
        assert closed.status == "closed" and Merge.objects.count() == 1 and events(in_shop) == ["merged"]
        assert "It is me again" not in str(queries.timeline(again(in_shop), for_visitor=True).messages)
        back = undo_merge(in_shop.oscar, in_shop.shop, closed)
        assert back.status == "open" and back.waiting_since == back.last_at and events(in_shop) == ["merged", "unmerged"]
        assert AuditRecord.objects.filter(action__in=["conversation.merged", "conversation.unmerged"]).count() == 2

    def test_what_cannot_be_merged(self, in_shop: Cast) -> None:
        other, talk = self.another(in_shop), again(in_shop)
        with pytest.raises(Conflict):
            merge_conversations(in_shop.oscar, in_shop.shop, talk, into=talk)
        with pytest.raises(Conflict):
            undo_merge(in_shop.oscar, in_shop.shop, talk)
        merge_conversations(in_shop.oscar, in_shop.shop, other, into=talk)
        with pytest.raises(Conflict):  # no chain
            merge_conversations(in_shop.oscar, in_shop.shop, talk, into=other)


class TestMany:
    def test_each_by_itself_with_its_way_back(self, in_shop: Cast) -> None:
        tag_conversation(in_shop.oscar, in_shop.shop, again(in_shop), tags=["old"])
        talk, nobodys = str(in_shop.talk.public_id), str(uuid.uuid4())
        changes = {"add_tags": ["new"], "assignee": "me", "status": "closed", "priority": 1}
        done = change_many(in_shop.oscar, in_shop.shop, [{"conversation": talk, **changes}, {"conversation": nobodys, **changes}])
        assert [one["error"] and one["error"]["code"] for one in done] == [None, "not_found"]
        changed = again(in_shop)
        assert (changed.tags, changed.status, changed.priority) == (["old", "new"], "closed", 1)
        back = done[0]["back"]
        assert back == {"tags": ["old"], "assignee": None, "department": None, "status": "open", "priority": 0}
        change_many(in_shop.oscar, in_shop.shop, [{"conversation": talk, **back}])
        undone = again(in_shop)
        assert (undone.tags, undone.status, undone.priority, undone.assignee) == (["old"], "open", 0, None)

    def test_one_that_is_refused_is_left_whole(self, in_shop: Cast) -> None:
        changes = {"conversation": str(in_shop.talk.public_id), "priority": 1, "status": "snoozed", "snoozed_until": "2020-01-01T00:00:00Z"}
        (done,) = change_many(in_shop.oscar, in_shop.shop, [changes])
        assert done["error"] and again(in_shop).priority == 0

    @pytest.mark.parametrize("raw", [None, {}, [], ["x"], [{}] * (MOST + 1), [{"conversation": "x"}] * 10_000])
    def test_what_is_no_list_of_changes(self, in_shop: Cast, raw: object) -> None:
        with pytest.raises(Invalid):
            change_many(in_shop.oscar, in_shop.shop, raw)
