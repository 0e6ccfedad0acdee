"""A push from the visitor's line to the browser that opens it: what stands in it, who is left out, and what becomes of dead ones."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from accounts.actions.end_session import end_session
from accounts.actions.remove_member import remove_member
from accounts.models import BrowserSession, Member
from accounts.tenancy import account, tenant
from chat.actions.assign_conversation import assign_conversation
from chat.actions.mark_read import mark_read_by_operator
from panel.notices import vapid
from panel.notices.actions.choose import choose_events, choose_manner
from panel.notices.actions.edit_ladder import edit_ladder
from panel.notices.actions.hear_ring import hear_ring
from panel.notices.models import Call, Device, Ring
from panel.notices.words import Channel, Event, Why
from tests.panel.notices.conftest import Street
from tests.push_service import b64


class TestWhatIsSent:
    def test_a_new_chat_rings_where_they_answer_and_nowhere_else(self, street: Street) -> None:
        browsers = {name: street.browser(name) for name in ("olga", "oscar", "vic", "lena", "gus")}
        line = street.writes("Do you have <b>blue</b> bowls?\n\u202eetihw")
        street.call_out()
        heard = {name: street.service.heard(browser) for name, browser in browsers.items()}
        assert {name: len(pushes) for name, pushes in heard.items()} == {"olga": 1, "oscar": 1, "vic": 0, "lena": 0, "gus": 0}
        (words,) = heard["oscar"]
        assert words["title"].startswith("Wanda · Acme Shop")
        assert words["body"] == "Do you have <b>blue</b> bowls? etihw"
        assert words["url"] == f"/panel/{street.cast.shop.public_id}/inbox/{line.conversation.public_id}/"
        assert (words["tag"], words["event"], words["dir"]) == (line.conversation.public_id.hex, "new_chat", "ltr")

    def test_who_carries_it_reads_none_of_it(self, street: Street) -> None:
        oscar, again = street.browser("oscar"), street.browser("oscar")
        line = street.writes("blue bowls")
        street.call_out()
        topics = set()
        for _path, headers, body in street.service.pushed:
            assert b"blue" not in body and b"Wanda" not in body and line.conversation.public_id.hex.encode() not in body
            assert (headers["content-encoding"], headers["urgency"], headers["ttl"]) == ("aes128gcm", "high", "3600")
            topics.add(headers["topic"])
            claims, key = proof_of(headers["authorization"])
            assert (claims["aud"], key) == (street.service.url, vapid.public_key())
            assert float(claims["exp"]) - timezone.now().timestamp() <= 24 * 3600
        assert len(topics) == 2, "two browsers of one person: the service sees nothing that they share"
        assert street.service.heard(oscar)[0]["body"] == street.service.heard(again)[0]["body"] == "blue bowls"

    def test_a_reply_goes_to_whose_conversation_it_is(self, street: Street) -> None:
        olga, oscar = street.browser("olga"), street.browser("oscar")
        line = street.writes()
        with tenant(street.cast.shop):
            assign_conversation(street.cast.oscar, street.cast.shop, line.conversation, to=street.cast.members["oscar"])
            street.follow(line.conversation)
        street.call_out()
        street.answers(street.cast.oscar, line.conversation)
        street.writes("Thank you")
        street.call_out()
        assert street.service.heard(olga) == []
        assert [(words["event"], words["body"]) for words in street.service.heard(oscar)] == [("reply", "Thank you")]

    def test_given_by_a_colleague(self, street: Street) -> None:
        oscar = street.browser("oscar")
        line = street.writes()
        street.call_out()
        with tenant(street.cast.shop):
            assign_conversation(street.cast.olga, street.cast.shop, line.conversation, to=street.cast.members["oscar"])
            street.follow(line.conversation)
        street.call_out()
        assert [words["event"] for words in street.service.heard(oscar)] == ["new_chat", "assigned"]

    def test_named_in_a_note(self, street: Street) -> None:
        browsers = {name: street.browser(name) for name in ("ada", "olga", "oscar")}
        line = street.writes()
        street.call_out()
        street.answers(street.cast.olga, line.conversation, "@Oscar or @Olga: is that the last one?", kind="note")
        street.answers(street.cast.olga, line.conversation, "ask mail@oscar.example", kind="note")
        street.call_out()
        heard = {name: [(words["event"], words["body"]) for words in street.service.heard(one)][1:] for name, one in browsers.items()}
        name = street.cast.members["olga"].name
        assert heard == {"ada": [], "olga": [], "oscar": [("mentioned", f"{name}: @Oscar or @Olga: is that the last one?")]}

    def test_history_rings_for_nobody(self, street: Street) -> None:
        oscar = street.browser("oscar")
        street.ahead.append(timedelta(hours=1))
        street.writes()
        street.call_out()
        assert street.service.pushed == [] and street.service.heard(oscar) == []
        with tenant(street.cast.shop):
            assert not Call.objects.exists()


def proof_of(header: str) -> tuple[dict[str, int | str], str]:
    """What the VAPID header says, its signature checked by the key in it."""
    found = re.fullmatch(r"vapid t=([^,]+),\s*k=(.+)", header)
    assert found is not None, header
    point = base64.urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    said = jwt.decode(found[1], key, algorithms=["ES256"], options={"verify_aud": False})
    return said, b64(point)


class TestWithoutWords:
    """PRV7."""

    def said(self, street: Street) -> dict[str, str]:
        oscar = street.browser("oscar")
        street.writes("my card is lost")
        street.call_out()
        (words,) = street.service.heard(oscar)
        assert "card" not in str(words)
        return words

    def test_the_project_says_so(self, street: Street) -> None:
        with tenant(street.cast.shop):
            edit_ladder(street.cast.ada, street.cast.shop, mail_after=5, colleague_after=15, colleague=None, show_text=False)
        words = self.said(street)
        assert words["title"].startswith("Wanda") and words["body"].startswith("A new chat, #")

    def test_the_person_says_so(self, street: Street) -> None:
        choose_manner(street.cast.users["oscar"], language="en", show_text=False)
        assert self.said(street)["body"].startswith("A new chat, #")

    def test_nobody_is_signed_in_there_any_more(self, street: Street) -> None:
        oscar = street.browser("oscar")
        BrowserSession.objects.filter(user=street.cast.users["oscar"]).update(last_seen_at=timezone.now() - timedelta(hours=13))
        street.writes("my card is lost")
        street.call_out()
        (words,) = street.service.heard(oscar)
        assert words["title"] == "Parley" and "Sign in" in words["body"] and "Wanda" not in str(words)


class TestWhoIsNotCalled:
    def reasons(self, street: Street) -> set[str]:
        with tenant(street.cast.shop):
            return set(Call.objects.filter(member=street.cast.members["oscar"]).values_list("why_not", flat=True))

    def test_who_has_it_open(self, street: Street) -> None:
        oscar = street.browser("oscar")
        with tenant(street.cast.shop):
            street.cast.talk.refresh_from_db()
            mark_read_by_operator(street.cast.oscar, street.cast.shop, street.cast.talk, number=99)
            street.follow(street.cast.talk)
        street.call_out()
        assert street.service.heard(oscar) == [] and self.reasons(street) == {Why.SEEN}

    def test_who_switched_it_off_in_this_project(self, street: Street) -> None:
        oscar = street.browser("oscar")
        with tenant(street.cast.shop):
            choose_events(street.cast.oscar, street.cast.shop, {(Event.NEW_CHAT, Channel.PUSH): False})
        street.writes()
        street.call_out()
        assert street.service.heard(oscar) == [] and self.reasons(street) == {Why.OFF}

    def test_who_signed_out_there(self, street: Street) -> None:
        oscar = street.browser("oscar")
        street.writes()
        session = street.device(oscar).session
        assert session is not None
        end_session(session)
        street.call_out()
        assert street.service.pushed == [] and street.device(oscar).ended_why == Device.Ended.SIGNED_OUT

    def test_who_left_between(self, street: Street) -> None:
        oscar = street.browser("oscar")
        street.writes()
        with account(street.cast.shop.account_id):
            remove_member(street.cast.olga, Member.objects.get(pk=street.cast.oscar.id))
        street.call_out()
        assert street.service.heard(oscar) == []

    def test_what_was_answered_before_it_went_out(self, street: Street) -> None:
        oscar = street.browser("oscar")
        line = street.writes()
        street.answers(street.cast.olga, line.conversation)
        street.call_out()
        assert street.service.heard(oscar) == []

    def test_a_burst_is_one_push(self, street: Street) -> None:
        oscar = street.browser("oscar")
        for text in ("Hello", "Anybody?", "Please"):
            street.writes(text)
        street.call_out()
        assert [words["body"] for words in street.service.heard(oscar)] == ["Please"]


class TestWhatBecomesOfIt:
    def ring(self, street: Street) -> Ring:
        with tenant(street.cast.shop):
            ring: Ring = Ring.objects.latest("id")
            return ring

    @pytest.mark.parametrize(("status", "ended"), [(410, "gone"), (404, "gone"), (403, "refused"), (401, "refused"), (413, ""), (400, "")])
    def test_a_dead_subscription_is_asked_once(self, street: Street, status: int, ended: str) -> None:
        oscar = street.browser("oscar")
        street.service.answers.append((status, {}))
        street.writes()
        street.call_out()
        device = street.device(oscar)
        assert (device.ended_why, device.status, device.unheard) == (ended, status, 1)
        assert self.ring(street).state == Ring.State.FAILED
        street.writes("Again")
        street.call_out()
        assert len(street.service.pushed) == (1 if ended else 2)

    def test_a_service_that_is_busy_is_asked_again(self, street: Street) -> None:
        oscar = street.browser("oscar")
        street.service.answers.extend([(503, {}), (429, {"Retry-After": "120"})])
        street.writes()
        street.call_out()
        street.pass_time(seconds=10)
        assert len(street.service.pushed) == 1
        street.pass_time(seconds=10)
        assert len(street.service.pushed) == 2
        street.pass_time(seconds=100)
        assert len(street.service.pushed) == 2, "it asked for two minutes"
        street.pass_time(seconds=30)
        assert len(street.service.pushed) == 3 and self.ring(street).state == Ring.State.SENT
        assert street.device(oscar).unheard == 1

    def test_an_address_that_leads_inside_is_never_asked(self, street: Street) -> None:
        oscar = street.browser("oscar")
        Device.objects.filter(endpoint=oscar.endpoint).update(endpoint="https://169.254.169.254/push")
        street.writes()
        street.call_out()
        device = Device.objects.get(endpoint="https://169.254.169.254/push")
        assert device.ended_why == Device.Ended.UNSAFE and street.service.pushed == []

    def test_the_browser_says_that_it_came(self, street: Street) -> None:
        oscar = street.browser("oscar")
        street.writes()
        street.call_out()
        (words,) = street.service.heard(oscar)
        assert street.device(oscar).unheard == 1
        for way in ("panel", "shown"):  # the first time counts
            hear_ring(words["token"], way=way)
        ring, device = self.ring(street), street.device(oscar)
        assert (ring.state, ring.heard_in) == (Ring.State.HEARD, "panel") and ring.heard_at is not None
        assert device.unheard == 0 and device.heard_at is not None

    def test_a_killed_worker_leaves_a_lease_that_ends(self, street: Street) -> None:
        oscar = street.browser("oscar")
        street.writes()
        with tenant(street.cast.shop):
            Ring.objects.update(state=Ring.State.SENDING, tries=1, next_at=timezone.now() + timedelta(seconds=45))
        street.call_out()
        assert street.service.heard(oscar) == []
        street.pass_time(seconds=46)
        assert len(street.service.heard(oscar)) == 1

    def test_nobody_is_pushed_without_a_key(self, street: Street, settings: Any) -> None:
        settings.VAPID_KEY = ""
        street.browser("oscar")
        street.writes()
        street.call_out()
        assert street.service.pushed == [] and self.ring(street).state == Ring.State.CANCELLED

    def test_a_session_that_is_out_of_date(self, street: Street) -> None:
        oscar = street.browser("oscar")
        BrowserSession.objects.filter(user=street.cast.users["oscar"]).update(signed_in_at=timezone.now() - timedelta(days=31))
        street.writes()
        street.call_out()
        assert street.service.pushed == [] and street.device(oscar).ended_why == Device.Ended.SIGNED_OUT
