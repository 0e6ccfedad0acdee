"""The form before a chat and the one while nobody is here: consent first, nothing lost, nothing twice, and bad input in every field."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from accounts.errors import BadText, Conflict, Empty, Forbidden, Invalid, Refused
from accounts.tenancy import tenant
from chat import entry
from chat.actions.begin_conversation import Entry, begin_conversation
from chat.actions.edit_departments import add_department
from chat.actions.edit_desk import edit_desk
from chat.actions.give_consent import Origin, give_consent
from chat.actions.register_visitor import register_visitor
from chat.asks import consent_of
from chat.desk import desk_of
from chat.models import Answer, Consent, Conversation, Form, Message, Visitor
from chat.queries import answers_about
from chat.tokens import mint_token
from tests.cast import Cast

WORDS = "You may keep what I write."
VERSION = consent_of(WORDS)["version"]
ASKED = [
    {"kind": "name", "required": False},
    {"kind": "email", "required": True},
    {"kind": "choice", "label": "Which kiln?", "required": True, "choices": ["Old", "New"]},
    {"kind": "text", "label": "Firing", "required": False},
]
ADDRESS = "camille@atelier.example"


def key_of(label: str) -> str:
    return entry.key_of({"kind": "text", "label": label, "required": False, "choices": []})


KILN, FIRING = key_of("Which kiln?"), key_of("Firing")
GOOD = {"name": "Camille", "email": ADDRESS, KILN: "Old", FIRING: "1200 °C"}


@pytest.fixture
def desk(in_shop: Cast) -> Cast:
    edit_desk(in_shop.olga, in_shop.shop, asks_before=ASKED, asks_away=[{"kind": "order", "required": False}])
    return in_shop


def somebody(cast: Cast) -> Visitor:
    return register_visitor(cast.shop, mint_token(cast.shop))


def begin(cast: Cast, visitor: Visitor, place: str = "before", answers: object = GOOD, text: object = "Is it safe?", **rest: Any) -> Any:
    client_id, origin = rest.pop("client_id", uuid.uuid4()), rest.pop("origin", Origin())
    sent = Entry(place, answers, text, **rest)  # type: ignore[arg-type]
    return begin_conversation(cast.shop, visitor, sent, client_id=client_id, origin=origin)


class TestItBecomesAConversation:
    def test_answers_then_the_message(self, desk: Cast) -> None:
        visitor = somebody(desk)
        posted = begin(desk, visitor)
        rows = [(row.kind, row.text) for row in Message.objects.filter(conversation=posted.conversation).order_by("number")]
        assert rows == [("form", "Name, Email, Which kiln?, Firing"), ("text", "Is it safe?")]
        assert posted.message.text == "Is it safe?" and posted.fresh and posted.conversation.waiting_since is not None
        assert Conversation.objects.get(pk=posted.conversation.pk).last_text == "Is it safe?"
        kept = Visitor.objects.get(pk=visitor.pk)
        assert (kept.name, kept.email, kept.verified) == ("Camille", ADDRESS, False)

    def test_operators_see_what_was_given(self, desk: Cast) -> None:
        visitor = somebody(desk)
        begin(desk, visitor)
        given = {(one["ask"], one.get("label"), one["value"]) for one in answers_about(visitor)}
        own = {("own", "Which kiln?", "Old"), ("own", "Firing", "1200 °C")}
        assert given == {("name", None, "Camille"), ("email", None, ADDRESS)} | own

    def test_sent_twice_it_is_stored_once(self, desk: Cast) -> None:
        visitor, client_id = somebody(desk), uuid.uuid4()
        first, again = begin(desk, visitor, client_id=client_id), begin(desk, visitor, client_id=client_id, answers={})
        assert again.message.pk == first.message.pk and not again.fresh
        assert Message.objects.filter(conversation=first.conversation).count() == 2
        assert Form.objects.filter(conversation=first.conversation).count() == 1

    def test_into_the_talk_that_is_open_in_another_tab(self, desk: Cast) -> None:
        posted = begin(desk, desk.vera, answers={KILN: "New"})
        assert posted.conversation.pk == desk.talk.pk

    def test_to_leave_a_message(self, desk: Cast) -> None:
        visitor = somebody(desk)
        posted = begin(desk, visitor, "away", {"email": ADDRESS, "order": "A-1042"})
        assert posted.conversation.status == "open" and Visitor.objects.get(pk=visitor.pk).email == ADDRESS

    def test_a_department_that_was_chosen(self, desk: Cast) -> None:
        orders = add_department(desk.olga, desk.shop, name="Orders")
        hidden = add_department(desk.olga, desk.shop, name="Hidden", offered=False)
        for chosen, name in (
            (str(orders.public_id), "Orders"),
            (str(hidden.public_id), None),
            ("x' OR 1=1", None),
            (7, None),
            (None, None),
        ):
            found = begin(desk, somebody(desk), department=chosen).conversation.department
            assert (found and found.name) == name


class TestSkippedWhenKnown:
    def test_what_is_known_is_not_missed(self, desk: Cast) -> None:
        visitor = somebody(desk)
        begin(desk, visitor)
        desk_row = desk_of(desk.shop)
        assert entry.known_of(desk_row, Visitor.objects.get(pk=visitor.pk)) == sorted(["name", "email", KILN, FIRING])
        Conversation.objects.filter(visitor=visitor).update(status="closed", closed_at="2026-01-01T00:00:00Z")
        assert begin(desk, Visitor.objects.get(pk=visitor.pk), answers={}).fresh

    def test_nobody_is_known_before(self, desk: Cast) -> None:
        assert entry.known_of(desk_of(desk.shop), None) == []
        assert entry.known_of(desk_of(desk.shop), somebody(desk)) == []


class TestConsent:
    @pytest.fixture
    def gate(self, desk: Cast) -> Cast:
        edit_desk(desk.olga, desk.shop, consent_text=WORDS, consent_href="https://acme.example/privacy")
        return desk

    def test_kept_first_with_its_words_its_time_and_where(self, gate: Cast) -> None:
        visitor = somebody(gate)
        posted = begin(gate, visitor, consent=VERSION, origin=Origin("https://acme.example/bowls", "203.0.113.9"))
        kept = Consent.objects.get(visitor=visitor)
        assert (kept.version, kept.text, kept.agreed, kept.page) == (VERSION, WORDS, True, "https://acme.example/bowls")
        assert len(kept.address_hash) == 64 and "203.0.113.9" not in str(vars(kept))
        first = Message.objects.filter(conversation=posted.conversation).order_by("number").first()
        assert first is not None and kept.at <= first.created_at

    def test_nothing_is_kept_without_it(self, gate: Cast) -> None:
        visitor = somebody(gate)
        with pytest.raises(Forbidden):
            begin(gate, visitor)
        assert not Conversation.objects.filter(visitor=visitor).exists() and Visitor.objects.get(pk=visitor.pk).email == ""

    def test_it_goes_with_what_is_refused(self, gate: Cast) -> None:
        visitor = somebody(gate)
        with pytest.raises(Invalid):
            begin(gate, visitor, answers={}, consent=VERSION)
        assert not Consent.objects.filter(visitor=visitor).exists()

    @pytest.mark.parametrize("version", ["", "000000000000", 7, True, {"version": VERSION}])
    def test_other_words(self, gate: Cast, version: object) -> None:
        with pytest.raises(Conflict):
            begin(gate, somebody(gate), consent=version)

    def test_new_words_ask_again_and_it_can_be_taken_back(self, gate: Cast) -> None:
        visitor = somebody(gate)
        give_consent(gate.shop, visitor, version=VERSION, agreed=True)
        give_consent(gate.shop, visitor, version=VERSION, agreed=True)
        assert entry.has_consented(desk_of(gate.shop), visitor) and Consent.objects.filter(visitor=visitor).count() == 1
        give_consent(gate.shop, visitor, version=VERSION, agreed=False)
        assert not entry.has_consented(desk_of(gate.shop), visitor) and Consent.objects.filter(visitor=visitor).count() == 2
        give_consent(gate.shop, visitor, version=VERSION, agreed=True)
        edit_desk(gate.olga, gate.shop, consent_text=WORDS + " And more.")
        assert not entry.has_consented(desk_of(gate.shop), visitor)

    def test_a_strangers_project_has_no_words(self, gate: Cast) -> None:
        with tenant(gate.globex), pytest.raises(Conflict):
            give_consent(gate.globex, gate.gina, version=VERSION, agreed=True)


class TestBadInput:
    @pytest.mark.parametrize(
        ("answers", "wrong"),
        [
            ({}, {"email", KILN}),
            ({"email": "camille@atelier", KILN: "Old"}, {"email"}),
            ({"email": ADDRESS, KILN: "Broken"}, {KILN}),
            ({"email": ADDRESS, KILN: ["Old"]}, {KILN}),
            ({"email": ADDRESS, KILN: "Old", "phone": "12345"}, {"phone"}),
            ({"email": ADDRESS, KILN: "Old", "own:ffffffffffff": "x"}, {"own:ffffffffffff"}),
            ({"email": "javascript:alert(1)", KILN: "<svg onload=alert(1)>"}, {"email", KILN}),
        ],
    )
    def test_each_with_its_field(self, desk: Cast, answers: dict[str, Any], wrong: set[str]) -> None:
        visitor = somebody(desk)
        with pytest.raises(Invalid) as refusal:
            begin(desk, visitor, answers=answers)
        assert set(refusal.value.fields) == wrong
        assert not Conversation.objects.filter(visitor=visitor).exists() and not Answer.objects.filter(form__conversation__visitor=visitor)

    @pytest.mark.parametrize(("text", "why"), [("", Empty), (" \n", Empty), (None, BadText), ("\x00", BadText), (["x"], BadText)])
    def test_no_message(self, desk: Cast, text: object, why: type[Refused]) -> None:
        with pytest.raises(why):
            begin(desk, somebody(desk), text=text)

    @pytest.mark.parametrize("answers", [None, [], "x", 7])
    def test_no_answers(self, desk: Cast, answers: object) -> None:
        with pytest.raises(Invalid):
            begin(desk, somebody(desk), answers=answers)

    def test_markup_stays_words_and_cards_are_hidden(self, desk: Cast) -> None:
        visitor = somebody(desk)
        begin(
            desk,
            visitor,
            answers={**GOOD, "name": "<b>\u202eCamille", FIRING: "4111 1111 1111 1111 <script>"},
            text="<img src=x onerror=alert(1)>",
        )
        values = {one["value"] for one in answers_about(visitor)}
        assert "<b>Camille" in values and "•••• <script>" in values

    def test_to_be_answered_by_mail_one_needs_an_address(self, desk: Cast) -> None:
        with pytest.raises(Invalid) as refusal:
            begin(desk, somebody(desk), "away", {})
        assert set(refusal.value.fields) == {"email"}
