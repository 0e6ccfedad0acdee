"""From a message that was shown to a conversation: what stands in it, what follows, what is counted, and what browsers may not do."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.test import Client
from django.utils import timezone

from accounts.access import ProjectRef
from accounts.errors import Invalid
from accounts.tenancy import tenant
from chat import doorbell, presence
from chat.actions.edit_departments import add_department, remove_department
from chat.actions.edit_desk import edit_desk
from chat.actions.route_conversation import route_waiting
from chat.entry import wanted_consent
from chat.models import Conversation, Department, Form, Message, Visitor
from tests.cast import Cast
from widget.rules.actions.add_rule import add_rule
from widget.rules.actions.edit_rule import edit_rule
from widget.rules.carrying import carried_rules
from widget.rules.models import Rule
from widget.rules.queries import Tally, tallies
from widget.rules.shapes import rule_shape

TEXT, GERMAN = "Tell me how many you are.", "Wie viele sind Sie?"
DRAFT: dict[str, Any] = {"name": "Choosing", "text": TEXT, "translations": {"de": GERMAN}, "tag": "pre-sale", "asks": ["email"]}


def rule_of(cast: Cast, **fields: Any) -> Rule:
    with tenant(cast.shop):
        return add_rule(cast.olga, cast.shop, {**DRAFT, **fields})


def ask(cast: Cast, who: str | None, *frames: dict[str, Any]) -> list[dict[str, Any]]:
    token = cast.tokens[who].token if who else None
    body = {"v": 1, "project": cast.shop.key, "token": token, "frames": [{"ref": at, **each} for at, each in enumerate(frames)]}
    answer = Client().post("/w/api/frames", json.dumps(body), "application/json", SERVER_NAME="localhost")
    found: list[dict[str, Any]] = answer.json()["replies"]
    return found


def send(rule: Rule | str, text: str = "We are 2", **more: Any) -> dict[str, Any]:
    named = {"id": str(getattr(rule, "public_id", rule)), "language": ""}
    return {"type": "send", "client_id": str(uuid.uuid4()), "text": text, "rule": {**named, **more}}


def lines(cast: Cast, who: str = "wanda") -> list[tuple[str, str, str]]:
    with tenant(cast.shop):
        rows = Message.objects.filter(conversation__visitor__name__startswith=who.title(), public_number__isnull=False).order_by("number")
        return [(row.author_kind, row.kind, row.text) for row in rows]


def remembered(shard: redis.Redis) -> int:
    """How many have been counted for something, and are not again today."""
    return sum(1 for _ in shard.scan_iter("parley:rule:*"))


def counted(cast: Cast, rule: Rule) -> Tally:
    with tenant(cast.shop):
        return tallies().get(rule.pk, Tally())


class TestAnAnswer:
    def test_stands_behind_what_it_answers(self, cast: Cast) -> None:
        rule = rule_of(cast)
        said = send(rule)
        (reply,) = ask(cast, "wanda", said)
        assert reply["ok"] and reply["number"] == 2
        assert lines(cast) == [
            ("bot", "text", TEXT),
            ("visitor", "text", "We are 2"),
            ("bot", "form", "Email: so that we can answer if you leave"),
        ]
        with tenant(cast.shop):
            talk = Conversation.objects.get(visitor=cast.wanda)
            bot = Message.objects.get(conversation=talk, number=1)
            form = Form.objects.get(conversation=talk)
        assert talk.tags == ["pre-sale"] and talk.waiting_since is not None and talk.assignee is None
        assert bot.data == {"automatic": str(rule.public_id)} and form.asked_by == "" and form.asks == ["email"]
        assert counted(cast, rule).answered == 1
        # The same again, after a lost reply, and another answer: nothing stands there twice.
        assert ask(cast, "wanda", said)[0]["number"] == 2
        assert ask(cast, "wanda", send(rule, "And a dog"))[0]["ok"]
        assert [text for author, kind, text in lines(cast) if author == "bot"].count(TEXT) == 1
        assert len([1 for _, kind, _ in lines(cast) if kind == "form"]) == 1
        assert counted(cast, rule).answered == 1

    def test_in_the_language_in_which_it_was_shown(self, cast: Cast) -> None:
        rule = rule_of(cast, asks=[])
        ask(cast, "wanda", send(rule, language="de"))
        assert lines(cast)[0] == ("bot", "text", GERMAN)

    @pytest.mark.parametrize(
        "named", ["nobody knows", str(uuid.uuid4()), 7, None, {"id": ["x"]}, {"id": str(uuid.uuid4()), "language": {}}]
    )
    def test_to_what_is_not_there_is_words_all_the_same(self, cast: Cast, named: Any) -> None:
        (reply,) = ask(cast, "wanda", {**send("x"), "rule": named})
        assert reply["ok"] and lines(cast) == [("visitor", "text", "We are 2")]

    def test_to_another_project_s_rule(self, cast: Cast) -> None:
        with tenant(cast.globex):
            foreign = add_rule(cast.gus, cast.globex, DRAFT)
        ask(cast, "wanda", send(foreign))
        assert lines(cast) == [("visitor", "text", "We are 2")]

    def test_of_somebody_new(self, cast: Cast) -> None:
        rule = rule_of(cast)
        (reply,) = ask(cast, None, send(rule))
        with tenant(cast.shop):
            talk = Conversation.objects.get(public_id=reply["conversation"])
        assert talk.last_public_number == 3


class TestItsDepartment:
    """Where a conversation goes that an answer begins."""

    def begun(self, cast: Cast, rule: Rule, *, page: str = "https://shop.example/orders/7") -> Conversation:
        hello = {"type": "hello", "page": {"url": page, "title": "", "referrer": ""}}
        _, reply = ask(cast, "wanda", hello, send(rule))
        with tenant(cast.shop):
            return Conversation.objects.select_related("department", "assignee").get(public_id=reply["conversation"])

    @pytest.fixture
    def sales(self, cast: Cast) -> Department:
        with tenant(cast.shop):
            add_department(cast.olga, cast.shop, name="Orders", pages=["/orders/*"])
            edit_desk(cast.olga, cast.shop, way="round_robin", capacity=0)
            return add_department(cast.olga, cast.shop, name="Sales", offered=False, members=[cast.oscar.ref], way="least_busy")

    def test_gets_it_and_gives_it_to_one_of_its_own(self, cast: Cast, sales: Department) -> None:
        for name in ("ada", "olga", "oscar"):
            presence.arrive(cast.shop.pk, cast.members[name].pk, f"tab of {name}", idle_s=0)
        talk = self.begun(cast, rule_of(cast, department=str(sales.public_id)))
        assert talk.department is not None and talk.department.name == "Sales"  # and not the page's
        route_waiting(ProjectRef(cast.shop.pk, cast.shop.account_id))  # as after a commit
        with tenant(cast.shop):
            talk.refresh_from_db()
        assert talk.assignee_id == cast.members["oscar"].pk

    def test_removed_it_costs_the_rule_nothing(self, cast: Cast, sales: Department) -> None:
        rule = rule_of(cast, department=str(sales.public_id))
        with tenant(cast.shop):
            remove_department(cast.olga, cast.shop, sales)
            shape = rule_shape(Rule.objects.get(), 1, Tally())
        assert shape["department"] == {"id": str(sales.public_id), "name": "Sales", "removed": True}
        talk = self.begun(cast, rule)
        assert talk.department is not None and talk.department.name == "Orders"  # the page's, as for any other
        assert lines(cast)[0] == ("bot", "text", TEXT) and talk.tags == ["pre-sale"]
        with tenant(cast.shop):
            edit_rule(cast.olga, cast.shop, rule, {"active": False})  # what is not said about it stays
            assert edit_rule(cast.olga, cast.shop, rule, {"department": None}).department is None

    def test_an_open_chat_stays_where_it_is(self, cast: Cast, sales: Department) -> None:
        assert ask(cast, "vera", send(rule_of(cast, department=str(sales.public_id))))[0]["ok"]
        with tenant(cast.shop):
            assert Conversation.objects.get(pk=cast.talk.pk).department is None

    def test_another_project_s_is_none(self, cast: Cast) -> None:
        with tenant(cast.globex):
            foreign = add_department(cast.gus, cast.globex, name="Sales")
        for named in (str(foreign.public_id), "sales", 7, {"id": "x"}):
            with pytest.raises(Invalid) as refused:
                rule_of(cast, department=named)
            assert list(refused.value.fields) == ["department"]


class TestCounting:
    def test_a_visitor_counts_once_a_day(self, cast: Cast) -> None:
        rule = rule_of(cast)
        frames = [{"type": "rule", "rule": str(rule.public_id), "did": did} for did in ("shown", "shown", "opened", "refused")]
        for who in ("wanda", "wanda", "vera"):
            assert all(reply["ok"] for reply in ask(cast, who, *frames))
        assert counted(cast, rule) == Tally(shown=2, opened=2, answered=0, refused=2)

    def test_looking_leaves_no_visitor(self, cast: Cast) -> None:
        rule = rule_of(cast)
        with tenant(cast.shop):
            before = Visitor.objects.count()
        ask(cast, None, {"type": "rule", "rule": str(rule.public_id), "did": "shown"})
        with tenant(cast.shop):
            assert Visitor.objects.count() == before
        assert counted(cast, rule).shown == 1

    @pytest.mark.parametrize(
        ("frame", "code"),
        [({"did": "answered"}, "bad_frame"), ({"did": None}, "bad_frame"), ({"did": ["shown"]}, "bad_frame"), ({"rule": "x"}, "not_found"),
         ({"rule": None}, "not_found"), ({"rule": str(uuid.uuid4())}, "not_found"), ({"did": "due"}, "not_found")],
    )  # fmt: skip
    def test_what_cannot_be(self, cast: Cast, frame: dict[str, Any], code: str) -> None:
        rule = rule_of(cast)
        (reply,) = ask(cast, "wanda", {"type": "rule", "rule": str(rule.public_id), "did": "shown", **frame})
        assert reply["error"]["code"] == code
        assert counted(cast, rule) == Tally()


class TestNobodyAnswers:
    WAITS = {"conditions": [{"fact": "unanswered", "how": "least", "value": 3}]}

    def due(self, cast: Cast, rule: Rule) -> dict[str, Any]:
        return ask(cast, "vera", {"type": "rule", "rule": str(rule.public_id), "did": "due", "language": "de"})[0]

    def waits_since(self, cast: Cast, minutes: int | None) -> None:
        since = None if minutes is None else timezone.now() - timedelta(minutes=minutes)
        with tenant(cast.shop):
            Conversation.objects.filter(pk=cast.talk.pk).update(waiting_since=since)

    def test_it_is_said_once_and_the_visitor_still_waits(self, cast: Cast) -> None:
        rule = rule_of(cast, **self.WAITS)
        self.waits_since(cast, 4)
        assert self.due(cast, rule)["ok"] and self.due(cast, rule)["ok"]
        said = lines(cast, "vera")
        assert [line for line in said if line[0] == "bot"] == [("bot", "text", GERMAN), ("bot", "form", said[-1][2])]
        with tenant(cast.shop):
            talk = Conversation.objects.get(pk=cast.talk.pk)
        assert talk.waiting_since is not None and talk.tags == ["pre-sale"]
        assert counted(cast, rule).shown == 1

    @pytest.mark.parametrize("minutes", [2, None])
    def test_not_before_its_time(self, cast: Cast, minutes: int | None) -> None:
        rule = rule_of(cast, **self.WAITS)
        self.waits_since(cast, minutes)
        assert self.due(cast, rule)["error"]["code"] == "conflict"
        assert all(author != "bot" for author, _, _ in lines(cast, "vera"))

    def test_not_by_a_rule_that_waits_for_nothing(self, cast: Cast) -> None:
        rule = rule_of(cast)
        self.waits_since(cast, 60)
        assert self.due(cast, rule)["error"]["code"] == "conflict"


class TestWhereTheChatAsksForConsent:
    """Before they agree nothing of theirs is kept, not even that they were counted."""

    @pytest.fixture
    def words(self, cast: Cast) -> str:
        with tenant(cast.shop):
            desk = edit_desk(cast.olga, cast.shop, consent_text="We keep what you write.")
        wanted = wanted_consent(desk)
        assert wanted is not None
        return wanted["version"]

    def test_nothing_is_counted_or_told_before_and_an_answer_counts_it_all(self, cast: Cast, words: str) -> None:
        rule = rule_of(cast)
        difficult = rule_of(cast, conditions=[{"fact": "tag", "how": "not", "value": "difficult"}])
        told = [{"type": "rule", "rule": str(rule.public_id), "did": did} for did in ("shown", "opened", "refused")]
        *replies, facts, refused = ask(cast, "wanda", *told, {"type": "rule", "did": "ask"}, send(rule))
        assert all(reply["ok"] for reply in replies) and (facts["country"], facts["fits"]) == (None, [])
        assert refused["error"]["code"] == "forbidden" and lines(cast) == []
        assert counted(cast, rule) == Tally() and doorbell.ask(remembered, otherwise=-1) == 0
        agreed, facts, answered = ask(
            cast, "wanda", {"type": "consent", "version": words, "agreed": True}, {"type": "rule", "did": "ask"}, send(rule)
        )
        assert agreed["ok"] and str(difficult.public_id) in facts["fits"] and answered["number"] == 2
        assert counted(cast, rule) == Tally(shown=1, opened=1, answered=1)

    def test_nothing_is_said_to_who_has_not_agreed_to_new_words(self, cast: Cast, words: str) -> None:
        rule = rule_of(cast, conditions=[{"fact": "unanswered", "how": "least", "value": 3}])
        with tenant(cast.shop):
            Conversation.objects.filter(pk=cast.talk.pk).update(waiting_since=timezone.now() - timedelta(minutes=9))
        (reply,) = ask(cast, "vera", {"type": "rule", "rule": str(rule.public_id), "did": "due"})
        assert reply["error"]["code"] == "forbidden"

    def test_pages_are_told_that_it_asks(self, cast: Cast) -> None:
        rule_of(cast)
        with tenant(cast.shop):
            before = carried_rules(cast.shop)
            edit_desk(cast.olga, cast.shop, consent_text="We keep what you write.")
            after = carried_rules(cast.shop)
        assert before and after and "gate" not in before and after["gate"] is True


class TestWhatOnlyTheServerKnows:
    def facts(self, cast: Cast, who: str = "vera") -> Any:
        return ask(cast, who, {"type": "rule", "did": "ask"})[0]

    def test_whether_private_conditions_hold_and_not_which(self, cast: Cast) -> None:
        fits = rule_of(cast, conditions=[{"fact": "tag", "how": "is", "value": "difficult"}])
        rule_of(cast, conditions=[{"fact": "tag", "how": "not", "value": "difficult"}])
        with tenant(cast.shop):
            Conversation.objects.filter(pk=cast.talk.pk).update(tags=["difficult"])
        told = self.facts(cast)
        assert (told["country"], told["fits"]) == (None, [str(fits.public_id)])
        assert "difficult" not in json.dumps(told)
        assert str(fits.public_id) not in self.facts(cast, "wanda")["fits"]
