"""The ladder: push, then mail, then a colleague, and not a step further once somebody reacts."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.errors import Forbidden, Invalid
from accounts.models import Member, User
from accounts.tenancy import tenant
from chat.actions.assign_conversation import assign_conversation
from chat.actions.close_conversation import close_conversation
from chat.actions.edit_departments import add_department, remove_department
from chat.actions.start_conversation import start_conversation
from chat.models import Conversation, Department
from panel.notices.actions.choose import choose_events, choose_manner
from panel.notices.actions.edit_ladder import edit_ladder
from panel.notices.models import Call, Manner, Wait
from panel.notices.words import Channel, Event, Why
from tests.hostile import PAYLOADS
from tests.panel.notices.conftest import Street

WRITTEN = {"olga@acme.example", "ada@acme.example", "oscar@acme.example"}


def written() -> list[str]:
    return [one.to[0] for one in mail.outbox]


def html_of(one: mail.EmailMessage) -> str:
    assert isinstance(one, mail.EmailMultiAlternatives)
    return str(one.alternatives[0][0])


def ladder(street: Street, **changes: Any) -> None:
    with tenant(street.cast.shop):
        wanted = {"mail_after": 5, "colleague_after": 15, "colleague": None, "show_text": True, **changes}
        edit_ladder(street.cast.ada, street.cast.shop, **wanted)


def react(street: Street, how: str, talk: Conversation) -> None:
    cast = street.cast
    if how in ("text", "note"):
        street.answers(cast.oscar, talk, kind=how)
        return
    with tenant(cast.shop):
        talk.refresh_from_db()
        if how == "closed":
            close_conversation(cast.oscar, cast.shop, talk)
        else:
            assign_conversation(cast.oscar, cast.shop, talk, to=cast.members["oscar"])
        street.follow(talk)


class TestADepartment:
    """Its people are called first; then, when nobody of them has reacted, everybody."""

    def begins(self, street: Street, *names: str) -> Department:
        with tenant(street.cast.shop):
            members = [str(street.cast.members[name].public_id) for name in names]
            return add_department(street.cast.ada, street.cast.shop, name="Sales", members=members)

    def talk(self, street: Street, department: Department) -> Conversation:
        """Wanda has come to the department, and not written yet."""
        with tenant(street.cast.shop):
            return start_conversation(street.cast.shop, street.cast.wanda, department=department)

    def test_is_called_first_and_then_everybody(self, street: Street) -> None:
        oscar, olga, ada = (street.browser(name) for name in ("oscar", "olga", "ada"))
        talk = self.talk(street, self.begins(street, "oscar"))
        for text in ("Blue bowls?", "Hello?"):
            street.writes(text)
            street.call_out()
        assert [len(street.service.heard(one)) for one in (oscar, olga, ada)] == [2, 0, 0]
        with tenant(street.cast.shop):
            told = Call.objects.filter(conversation=talk, why_not=Why.DEPARTMENT)
            assert sorted(told.values_list("member__name", flat=True)) == ["Ada", "Olga"]  # once for the wait
        street.pass_time(minutes=5, seconds=5)
        assert [len(street.service.heard(one)) for one in (oscar, olga, ada)] == [2, 1, 1]
        assert sorted(written()) == sorted(WRITTEN)

    def test_a_reaction_of_its_people_calls_nobody_else(self, street: Street) -> None:
        olga = street.browser("olga")
        talk = self.talk(street, self.begins(street, "oscar"))
        street.writes()
        street.answers(street.cast.oscar, talk)
        street.pass_time(minutes=20)
        assert street.service.heard(olga) == [] and written() == []

    @pytest.mark.parametrize("how", ["nobody in it", "removed", "its people have left"])
    def test_without_anybody_everybody_is_called_at_once(self, street: Street, how: str) -> None:
        olga = street.browser("olga")
        department = self.begins(street, *([] if how == "nobody in it" else ["oscar"]))
        self.talk(street, department)
        with tenant(street.cast.shop):
            if how == "removed":
                remove_department(street.cast.ada, street.cast.shop, department)
            if how == "its people have left":
                Member.objects.filter(pk=street.cast.members["oscar"].pk).update(active=False)
        street.writes()
        street.call_out()
        assert len(street.service.heard(olga)) == 1

    def test_once_it_is_somebodys_it_is_theirs(self, street: Street) -> None:
        oscar, olga = street.browser("oscar"), street.browser("olga")
        talk = self.talk(street, self.begins(street, "oscar"))
        with tenant(street.cast.shop):
            assign_conversation(street.cast.olga, street.cast.shop, talk, to=street.cast.members["olga"])
        street.writes()
        street.call_out()
        assert [len(street.service.heard(one)) for one in (oscar, olga)] == [0, 1]
        with tenant(street.cast.shop):
            assert not Call.objects.filter(why_not=Why.DEPARTMENT).exists()

    def test_the_page_says_so_at_the_reader_s_own_hour(self, street: Street) -> None:
        street.browser("olga")
        department = self.begins(street, "oscar")
        self.talk(street, department)
        street.writes()
        olga, zone = street.cast.users["olga"], "Asia/Kathmandu"
        Manner.objects.update_or_create(user=olga, defaults={"time_zone": zone})
        client = Client()
        client.force_login(olga, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(reverse("panel_why")).text
        with tenant(street.cast.shop):
            at = Call.objects.get(member=street.cast.members["olga"]).at.astimezone(ZoneInfo(zone))
        assert "Its department was called first: Sales" in page and f"{at:%H:%M}</time>" in page and f"When ({zone})" in page
        # The open panel keeps silent as well.
        assert str(department.public_id) in client.get(f"/panel/{street.cast.shop.public_id}/inbox/").text


class TestClimbing:
    def test_to_the_top(self, street: Street) -> None:
        oscar, olga = street.browser("oscar"), street.browser("olga")
        line = street.writes()
        street.call_out()
        assert [len(street.service.heard(one)) for one in (oscar, olga)] == [1, 1]
        street.pass_time(minutes=4, seconds=50)
        assert written() == []
        street.pass_time(seconds=15)
        assert sorted(written()) == sorted(WRITTEN)
        street.pass_time(minutes=9)
        assert len(street.service.pushed) == 2
        street.pass_time(minutes=2)
        assert [words["event"] for words in street.service.heard(olga)] == ["new_chat", "unanswered"]
        assert len(street.service.heard(oscar)) == 1, "no admin"
        assert sorted(written()) == sorted(WRITTEN), "one mail each, however long it takes"
        street.pass_time(hours=3)
        street.writes("Hello?")  # the same burst
        street.pass_time(minutes=30)
        assert sorted(written()) == sorted(WRITTEN)
        with tenant(street.cast.shop):
            assert Wait.objects.filter(conversation=line.conversation).count() == 1

    @pytest.mark.parametrize("how", ["text", "note", "taken", "closed"])
    @pytest.mark.parametrize("after", [1, 6])
    def test_stops_at_the_first_reaction(self, street: Street, how: str, after: int) -> None:
        olga = street.browser("olga")
        line = street.writes()
        street.call_out()
        street.pass_time(minutes=after)
        before = len(written())
        react(street, how, line.conversation)
        street.pass_time(minutes=60)
        assert len(written()) == before == (0 if after == 1 else 3)
        assert [words["event"] for words in street.service.heard(olga)] == ["new_chat"]

    def test_handing_it_on_is_no_reaction(self, street: Street) -> None:
        line = street.writes()
        with tenant(street.cast.shop):
            assign_conversation(street.cast.olga, street.cast.shop, line.conversation, to=street.cast.members["oscar"])
            street.follow(line.conversation)
        street.pass_time(minutes=6)
        assert written() == ["oscar@acme.example"]

    def test_the_next_burst_begins_anew(self, street: Street) -> None:
        line = street.writes()
        street.pass_time(minutes=6)
        street.answers(street.cast.oscar, line.conversation)
        street.writes("And green ones?")
        street.pass_time(minutes=6)
        assert sorted(written()) == sorted([*WRITTEN, *WRITTEN])

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"mail_after": 0}, {"olga@acme.example", "ada@acme.example"}),
            ({"colleague_after": 0}, WRITTEN),
            ({"mail_after": 0, "colleague_after": 0}, set()),
        ],
    )
    def test_steps_that_are_left_out(self, street: Street, changes: dict[str, int], expected: set[str]) -> None:
        ladder(street, **changes)
        street.writes()
        for _ in range(3):
            street.pass_time(minutes=10)
        assert set(written()) == expected

    def test_a_colleague_by_name(self, street: Street) -> None:
        ladder(street, mail_after=0, colleague=street.cast.members["oscar"])
        street.writes()
        street.pass_time(minutes=16)
        assert written() == ["oscar@acme.example"]

    def test_who_wants_no_mail_gets_none(self, street: Street) -> None:
        with tenant(street.cast.shop):
            choose_events(street.cast.oscar, street.cast.shop, {(Event.NEW_CHAT, Channel.EMAIL): False})
        User.objects.filter(email="ada@acme.example").update(single_sign_on=True)  # then it is no address
        street.writes()
        street.pass_time(minutes=6)
        assert written() == ["olga@acme.example"]


class TestTheMail:
    def test_says_who_waits_and_leads_there(self, street: Street) -> None:
        line = street.writes("Do you ship to Porto?")
        street.answers(street.cast.oscar, line.conversation, "Yes.")
        street.answers(street.cast.oscar, line.conversation, "Costs too much there", kind="note")
        street.writes("How much?")
        street.pass_time(minutes=6)
        one = next(each for each in mail.outbox if each.to == ["olga@acme.example"])
        html = html_of(one)
        place = f"/panel/{street.cast.shop.public_id}/inbox/{line.conversation.public_id}/"
        for text in (str(one.body), html):
            assert place in text and "Wanda" in text and "Costs too much" not in text
            assert text.index("ship to Porto") < text.index("Yes.") < text.index("How much?")
        assert one.subject.startswith(f"#{line.conversation.number} in Acme Shop") and "Porto" not in one.subject

    @pytest.mark.parametrize("by", ["project", "person"])
    def test_without_words_when_so_set(self, street: Street, by: str) -> None:
        if by == "project":
            ladder(street, show_text=False)
        else:
            choose_manner(street.cast.users["oscar"], language="en", show_text=False)
        street.writes("my card is lost")
        street.pass_time(minutes=6)
        one = next(each for each in mail.outbox if each.to == ["oscar@acme.example"])
        assert "card" not in str(one.message()) and "Wanda" in str(one.body)

    def test_what_strangers_write_stays_text(self, street: Street) -> None:
        for payload in PAYLOADS[:40:5]:
            street.writes(payload)
        street.pass_time(minutes=6)
        one = mail.outbox[0]
        html = html_of(one)
        assert not any(mark in html for mark in ("<script", "<img", "<svg", "<iframe")) and "\n" not in one.subject

    def test_a_mail_server_that_is_away(self, street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
        tries: list[str] = []

        def away(self: Any, *_: Any, **__: Any) -> int:
            tries.append(self.to[0])
            raise ConnectionRefusedError

        with monkeypatch.context() as broken:
            broken.setattr(mail.EmailMultiAlternatives, "send", away)
            street.writes()
            street.pass_time(minutes=6)
        assert sorted(tries) == sorted(WRITTEN) and written() == []
        street.pass_time(minutes=2)
        assert sorted(written()) == sorted(WRITTEN)


class TestEditing:
    def test_not_by_operators(self, street: Street) -> None:
        with tenant(street.cast.shop), pytest.raises(Forbidden):
            edit_ladder(street.cast.oscar, street.cast.shop, mail_after=5, colleague_after=15, colleague=None, show_text=True)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"mail_after": 15}, "colleague_after"),
            ({"mail_after": 30}, "colleague_after"),
            ({"mail_after": -1}, "mail_after"),
            ({"colleague_after": 9999}, "colleague_after"),
            ({"colleague": "vic"}, "colleague"),
            ({"colleague": "lena"}, "colleague"),
        ],
    )
    def test_what_cannot_be(self, street: Street, changes: dict[str, Any], field: str) -> None:
        if name := changes.get("colleague"):
            changes = {"colleague": street.cast.members[name]}
        with pytest.raises(Invalid) as refused:
            ladder(street, **changes)
        assert set(refused.value.fields) == {field}
