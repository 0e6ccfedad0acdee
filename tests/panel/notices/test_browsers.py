"""The doors of browsers: subscribing, renewing, trying, acknowledging, and the pages beside them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import AuditRecord, BrowserSession
from accounts.tenancy import tenant
from panel.notices import queued
from panel.notices.actions.try_device import send_test
from panel.notices.models import Device, Ladder, Manner, Preference
from tests.cast import CANARY
from tests.panel.notices.conftest import Street
from tests.panel.views.test_projects import client_of
from tests.push_service import Subscribed, b64

BROWSERS = "/panel/notices/browsers/"
CHOICES = "/panel/settings/notifications/"
JSON = "application/json"


def subscribe(client: Client, given: Any) -> Any:
    return client.post(BROWSERS, given, content_type=JSON)


@pytest.fixture
def oscar(street: Street) -> Client:
    """Signed in, and seen: a session's row is written by the first request."""
    client = client_of(street.cast.users["oscar"])
    client.get(CHOICES)
    return client


class TestSubscribing:
    def test_and_again_and_as_somebody_else(self, street: Street, oscar: Client) -> None:
        browser = street.service.subscribe()
        first = subscribe(oscar, browser.json)
        assert first.status_code == 201 and set(first.json()) >= {"id", "hash"} and browser.endpoint not in first.content.decode()
        assert subscribe(oscar, browser.json).json()["id"] == first.json()["id"]
        device = street.device(browser)
        assert device.user == street.cast.users["oscar"] and device.session == BrowserSession.objects.get(user=device.user)
        olga = client_of(street.cast.users["olga"])
        olga.get(CHOICES)
        subscribe(olga, browser.json)
        assert street.device(browser).user == street.cast.users["olga"], "whoever is signed in there now is called there"

    def test_one_browser_has_one(self, street: Street, oscar: Client) -> None:
        for _ in range(2):
            last = street.service.subscribe()
            subscribe(oscar, last.json)
        assert [device.endpoint for device in Device.objects.all()] == [last.endpoint]

    @pytest.mark.parametrize(
        "change",
        [
            {"endpoint": "https://127.0.0.1/push"},
            {"endpoint": "http://updates.push.example/x"},
            {"endpoint": "https://user@updates.push.example/x"},
            {"endpoint": "https://updates.push.example:8443/x"},
            {"endpoint": "https://[::ffff:169.254.169.254]/x"},
            {"endpoint": "https://metadata.internal/x"},
            {"endpoint": "javascript:alert(1)"},
            {"endpoint": 7},
            {"keys": {}},
            {"keys": "x"},
            {"keys": {"p256dh": b64(b"\x04" + b"\1" * 64), "auth": b64(b"1" * 16)}},  # no point of the curve
            {"keys": {"p256dh": "€", "auth": b64(b"1" * 16)}},
        ],
    )
    def test_what_is_no_subscription(self, street: Street, oscar: Client, settings: Any, change: dict[str, Any]) -> None:
        settings.OUTBOUND_ALLOW_NETWORKS = ()
        answer = subscribe(oscar, {**street.service.subscribe().json, "endpoint": "https://updates.push.example/x", **change})
        assert answer.status_code == 400 and answer.json()["error"]["code"] == "invalid"
        assert not Device.objects.exists()

    def test_a_short_secret(self, street: Street, oscar: Client) -> None:
        given = street.service.subscribe().json
        given["keys"]["auth"] = b64(b"short")
        assert subscribe(oscar, given).status_code == 400
        for rubbish in (b"[1]", b"{", b"[" * 100_000):
            assert oscar.post(BROWSERS, rubbish, content_type=JSON).status_code == 400

    def test_no_more_than_anybody_has(self, street: Street) -> None:
        browsers = [street.browser("oscar") for _ in range(21)]
        kept = set(Device.objects.values_list("endpoint", flat=True))
        assert kept == {browser.endpoint for browser in browsers[1:]}


class TestRenewing:
    """The service worker's own way, without a session."""

    def renew(self, former: Subscribed, fresh: Subscribed, **more: Any) -> int:
        given = {"endpoint": former.endpoint, "auth": b64(former.auth), "subscription": fresh.json, **more}
        return int(Client().post(BROWSERS + "renew/", given, content_type=JSON).status_code)

    def test_by_the_former_secret(self, street: Street) -> None:
        former, fresh = street.browser("oscar"), street.service.subscribe()
        assert self.renew(former, fresh) == 204
        street.writes("after")
        street.call_out()
        assert street.service.heard(fresh)[0]["body"] == "after"

    def test_not_by_the_address_alone(self, street: Street) -> None:
        former, fresh = street.browser("oscar"), street.service.subscribe()
        assert self.renew(former, fresh, auth=b64(b"0" * 16)) == 404
        assert self.renew(fresh, former) == 404
        assert self.renew(former, fresh, subscription={**fresh.json, "endpoint": "https://10.0.0.1/"}) == 400
        assert street.device(former).endpoint == former.endpoint

    def test_not_over_somebody_elses(self, street: Street) -> None:
        former, olgas = street.browser("oscar"), street.browser("olga")
        assert self.renew(former, olgas) == 404
        assert street.device(olgas).user == street.cast.users["olga"]


class TestTrying:
    def test_the_whole_way(self, street: Street, oscar: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[int] = []
        monkeypatch.setattr(queued, "test_soon", asked.append)
        browser = street.service.subscribe()
        place = f"{BROWSERS}{subscribe(oscar, browser.json).json()['id']}/"
        assert oscar.post(place + "test/").json()["test"]["taken_ms"] is None
        (device,) = asked
        assert send_test(device)
        assert oscar.get(place).json()["test"]["taken_ms"] is not None
        (words,) = street.service.heard(browser)
        heard = {"token": words["token"], "way": "shown"}
        assert Client().post("/panel/notices/heard/", heard, content_type=JSON).status_code == 204
        assert oscar.get(place).json()["test"]["heard_at"] is not None
        assert Client().post("/panel/notices/heard/", heard, content_type=JSON).status_code == 404, "one test, one answer"

    def test_a_dead_one_is_said(self, street: Street, oscar: Client) -> None:
        browser = street.service.subscribe()
        place = f"{BROWSERS}{subscribe(oscar, browser.json).json()['id']}/"
        oscar.post(place + "test/")
        street.service.answers.append((410, {}))
        assert not send_test(street.device(browser).pk)
        state = oscar.get(place).json()
        assert (state["ended"], state["test"]["trouble"]) == ("gone", "410")
        assert "Does not ring" in oscar.get(CHOICES + "why/").content.decode()

    def test_nobody_elses(self, street: Street, oscar: Client) -> None:
        olgas = street.device(street.browser("olga"))
        for path in ("", "test/", "remove/"):
            place = f"{BROWSERS}{olgas.public_id}/{path}"
            assert (oscar.post(place) if path else oscar.get(place)).status_code == 404
        assert oscar.get(f"{BROWSERS}{uuid.uuid4()}/").status_code == 404

    @pytest.mark.parametrize("token", ["", "x", "a:b:c", None, 7])
    def test_a_token_that_is_none(self, street: Street, token: object) -> None:
        assert Client().post("/panel/notices/heard/", {"token": token}, content_type=JSON).status_code == 404


class TestPages:
    def test_choosing_for_one_project_and_for_all(self, street: Street) -> None:
        olga, cast = client_of(street.cast.users["olga"]), street.cast
        chosen = {"of": "events", "project": str(cast.shop.public_id), "new_chat.sound": "on"}
        assert olga.post(CHOICES, chosen).status_code == 302
        assert off(street, cast.shop) == 11 and off(street, cast.outlet) == 0
        olga.post(CHOICES, {**chosen, "everywhere": "on"})
        assert off(street, cast.outlet) == 11
        assert olga.post(CHOICES, {**chosen, "project": str(cast.globex.public_id)}).status_code == 404

    def test_manner(self, street: Street, oscar: Client) -> None:
        kept = {"of": "manner", "volume": "30", "quiet": "on", "quiet_from": "22:00", "quiet_to": "06:30", "time_zone": "Europe/Lisbon"}
        assert oscar.post(CHOICES, kept).status_code == 302
        manner = Manner.objects.get(user=street.cast.users["oscar"])
        assert (manner.volume, manner.quiet, manner.show_text, f"{manner.quiet_to:%H:%M}") == (30, True, False, "06:30")
        for wrong in ({"volume": "101"}, {"time_zone": "Mars/Olympus"}, {"quiet_to": "22:00"}, {"quiet_from": "25:00"}):
            answer = oscar.post(CHOICES, {**kept, **wrong})
            assert answer.status_code == 400 and 'aria-invalid="true"' in answer.content.decode()

    def test_the_ladder(self, street: Street) -> None:
        place = f"/panel/{street.cast.shop.public_id}/settings/notifications/"
        ada = client_of(street.cast.users["ada"])
        given = {"mail_after": "10", "colleague_after": "30", "colleague": street.cast.oscar.ref}
        assert ada.post(place, given).status_code == 302
        with tenant(street.cast.shop):
            kept: Ladder = Ladder.objects.get()
            assert (kept.mail_after, kept.colleague_id, kept.show_text) == (10, street.cast.oscar.id, False)
            assert AuditRecord.objects.filter(action="ladder.edited").count() == 1
        answer = ada.post(place, {**given, "colleague_after": "5"})
        assert answer.status_code == 400 and "not before" in answer.content.decode()
        assert "Changed what happens when nobody answers" in ada.get("/panel/settings/audit/").content.decode()

    def test_why(self, street: Street, oscar: Client) -> None:
        browser = street.service.subscribe()
        subscribe(oscar, browser.json)
        street.writes()
        street.call_out()
        page = oscar.get(CHOICES + "why/").content.decode()
        assert "Wanda" in page and "Sent, not acknowledged" in page and browser.endpoint not in page
        (words,) = street.service.heard(browser)
        Client().post("/panel/notices/heard/", {"token": words["token"], "way": "shown"}, content_type=JSON)
        page = oscar.get(CHOICES + "why/").content.decode()
        assert "Rang, " in page and "Acme Shop" in page
        gus = client_of(street.cast.users["gus"]).get(CHOICES + "why/").content.decode()
        assert CANARY not in gus and "Wanda" not in gus

    def test_a_mail_to_try(self, street: Street, oscar: Client) -> None:
        oscar.post(CHOICES + "mail/")
        assert [one.to for one in mail.outbox] == [["oscar@acme.example"]]

    def test_the_worker_is_one_file_for_everybody(self, street: Street) -> None:
        answer = Client().get("/panel/worker.js")
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/javascript")
        assert "no-cache" in answer["Cache-Control"] and "connect-src 'self'" in answer["Content-Security-Policy"]


def off(street: Street, project: Any) -> int:
    with tenant(project):
        return Preference.objects.filter(member_id=street.cast.olga.id, on=False).count()
