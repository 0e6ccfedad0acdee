"""The settings of integrations: connect, change, try, stop, remove; secrets are never on a page again."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.tenancy import tenant
from integrations.actions import check_integration, confirm_integration, send_sample
from integrations.actions.connect_integration import connect_integration
from integrations.actions.note_health import note_health
from integrations.actions.press import press
from integrations.connectors import Connector, Outcome, connectors
from integrations.models import Delivery, Integration
from integrations.sealing import secrets_of
from tests.cast import Cast
from tests.integrations.connectors.example import CANARY, example_of
from tests.integrations.plain import SETTINGS, connected, notebook, plain

__all__ = ["notebook", "plain"]


def at(cast: Cast, rest: str = "") -> str:
    return f"/panel/{cast.shop.public_id}/settings/integrations/{rest}"


@pytest.fixture
def ada(cast: Cast, client: Client) -> Client:
    client.force_login(cast.users["ada"])
    return client


@pytest.fixture
def slack(cast: Cast) -> Integration:
    example = example_of("slack")
    with tenant(cast.shop):
        made = connect_integration(
            cast.ada, cast.shop, connectors()["slack"], name="Sales", settings={**example.settings, **example.secrets}
        )
    return made[0]


def again(cast: Cast, integration: Integration) -> Integration:
    with tenant(cast.shop):
        return Integration.objects.select_related("project").get(pk=integration.pk)


class TestTheList:
    def test_every_kind_can_be_connected(self, cast: Cast, ada: Client) -> None:
        page = ada.get(at(cast)).content.decode()
        for slug, connector in connectors().items():
            assert at(cast, f"new/{slug}/") in page and str(connector.about) in page
        assert "Nothing leaves Parley until somebody on your team presses" in page and "Connected" not in page

    def test_what_is_connected_and_what_fails(self, cast: Cast, ada: Client, slack: Integration) -> None:
        assert "Not checked yet" in ada.get(at(cast)).content.decode()
        with tenant(cast.shop):
            note_health(slack, Outcome(delivered=False, detail="404 no_service <b>"), at=timezone.now())
        page = ada.get(at(cast)).content.decode()
        assert "#sales" in page and "not worked since" in page and "404 no_service &lt;b&gt;" in page and 'role="alert"' in page

    def test_a_search(self, cast: Cast, ada: Client, slack: Integration) -> None:
        page = ada.get(at(cast) + "?q=contact").content.decode()
        assert at(cast, "new/hubspot/") in page and at(cast, "new/slack/") not in page and "Sales" not in page
        assert "Nothing of this name" in ada.get(at(cast) + "?q=fax").content.decode()

    def test_the_way_there(self, cast: Cast, ada: Client) -> None:
        home = ada.get("/panel/settings/integrations/")
        assert home.status_code == 302 and home["Location"].endswith("/settings/integrations/")
        page = ada.get(at(cast)).content.decode()
        assert re.search(r'href="/panel/settings/integrations/" aria-current="page"', page)
        there = ada.get(f"/panel/settings/integrations/?project={cast.outlet.public_id}")
        assert there["Location"] == f"/panel/{cast.outlet.public_id}/settings/integrations/"
        foreign = ada.get(f"/panel/settings/integrations/?project={cast.globex.public_id}")
        assert str(cast.globex.public_id) not in foreign["Location"]


class TestConnecting:
    @pytest.mark.parametrize("slug", sorted(connectors()))
    def test_the_form_says_what_it_needs_and_takes_it(self, cast: Cast, ada: Client, slug: str) -> None:
        example, connector = example_of(slug), connectors()[slug]
        page = ada.get(at(cast, f"new/{slug}/")).content.decode()
        for name, field in connector.form.base_fields.items():
            assert f'name="{name}"' in page and str(field.label) in page
        answer = ada.post(at(cast, f"new/{slug}/"), {"name": "Ours", **example.settings, **example.secrets})
        with tenant(cast.shop):
            made = Integration.objects.get(connector=slug)
            assert secrets_of(made).items() >= example.secrets.items()
        assert answer.status_code == 302 or connector.make_secrets({}, timezone.now())
        page = ada.get(at(cast, f"{made.public_id}/")).content.decode()
        assert "Ours" in page and CANARY not in page and str(connector.place(made)) in page

    def test_what_is_wrong_stays_and_is_said_beside_it(self, cast: Cast, ada: Client) -> None:
        wrong = {"name": "Ours", "webhook_url": "http://evil.example/", "channel": "#sales <b>"}
        answer = ada.post(at(cast, "new/slack/"), wrong)
        page = answer.content.decode()
        assert answer.status_code == 400 and "This is no webhook of Slack." in page and "#sales &lt;b&gt;" in page
        assert "evil.example" not in page, "what may be a key is not written into a page"
        with tenant(cast.shop):
            assert not Integration.objects.exists()

    def test_a_kind_that_is_none(self, cast: Cast, ada: Client) -> None:
        assert ada.get(at(cast, "new/fax/")).status_code == 404


class TestOne:
    def test_save(self, cast: Cast, ada: Client, slack: Integration) -> None:
        posted = {"act": "save", "name": "Sales team", "channel": "#orders", "webhook_url": "", "fields": ["messages", "pages"]}
        answer = ada.post(at(cast, f"{slack.public_id}/"), posted, follow=True)
        kept = again(cast, slack)
        assert (kept.name, kept.settings, kept.fields) == ("Sales team", {"channel": "#orders"}, ["messages", "pages"])
        with tenant(cast.shop):
            assert CANARY in secrets_of(kept)["webhook_url"]
        assert "Saved." in answer.content.decode()

    def test_save_what_cannot_be(self, cast: Cast, ada: Client, slack: Integration) -> None:
        answer = ada.post(at(cast, f"{slack.public_id}/"), {"act": "save", "name": "  ", "channel": "#orders"})
        assert answer.status_code == 400 and "Name it, so that your team knows" in answer.content.decode()
        assert again(cast, slack).name == "Sales"

    def test_names_of_the_other_side(self, cast: Cast, ada: Client) -> None:
        example = example_of("hubspot")
        ada.post(at(cast, "new/hubspot/"), {"name": "CRM", **example.settings, **example.secrets})
        with tenant(cast.shop):
            crm = Integration.objects.get()
        wrong = ada.post(at(cast, f"{crm.public_id}/"), {"act": "save", "name": "CRM", "map_name": "Last name"})
        assert wrong.status_code == 400 and "no field of this name" in wrong.content.decode()
        ada.post(at(cast, f"{crm.public_id}/"), {"act": "save", "name": "CRM", "map_name": "lastname", "map_phone": ""})
        assert again(cast, crm).mapping == {"name": "lastname"}

    def test_stop_and_start_again(self, cast: Cast, ada: Client, slack: Integration) -> None:
        page = ada.post(at(cast, f"{slack.public_id}/"), {"act": "disable", "reason": "Moves"}, follow=True).content.decode()
        assert "Disabled. Nobody can press." in page and "Moves" in page
        ada.post(at(cast, f"{slack.public_id}/"), {"act": "enable"})
        assert again(cast, slack).enabled

    def test_what_was_sent_and_its_purge(self, cast: Cast, ada: Client, slack: Integration) -> None:
        address = at(cast, f"{slack.public_id}/")
        assert "Nothing yet" in ada.get(address).content.decode()
        with tenant(cast.shop):
            press(cast.oscar, cast.talk, slack, request_id=uuid.uuid4())
            Delivery.objects.update(state="delivered", ended_at=timezone.now())
        page = ada.get(address).content.decode()
        assert "1 press, last" in page and "Purge the bodies" in page
        page = ada.post(address, {"act": "purge"}, follow=True).content.decode()
        assert "Purged." in page and "1 press, last" in page and "Purge the bodies" not in page

    def test_remove(self, cast: Cast, ada: Client, slack: Integration) -> None:
        answer = ada.post(at(cast, f"{slack.public_id}/"), {"act": "remove"}, follow=True)
        page = answer.content.decode()
        assert "Removed." in page and "#sales" not in page and again(cast, slack).sealed == ""
        assert ada.get(at(cast, f"{slack.public_id}/")).status_code == 404

    @pytest.mark.parametrize(("act", "module"), [("check", check_integration), ("sample", send_sample)])
    def test_try(self, cast: Cast, ada: Client, slack: Integration, act: str, module: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        queued: list[Any] = []
        monkeypatch.setattr(module, "queue", lambda *work: queued.append(work))
        assert ada.post(at(cast, f"{slack.public_id}/"), {"act": act}).status_code == 302
        ((work, of, *_rest),) = queued
        assert work in ("check_integration", "deliver_sample") and of.pk == slack.pk

    def test_ask_for_a_yes_again(self, cast: Cast, ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        ada.post(at(cast, "new/email/"), {"name": "Orders", "address": "orders@acme.example"})
        with tenant(cast.shop):
            orders = Integration.objects.get()
        queued: list[Any] = []
        monkeypatch.setattr(confirm_integration, "queue", lambda *work: queued.append(work))
        page = ada.get(at(cast, f"{orders.public_id}/")).content.decode()
        assert "Waits for a yes" in page and "has to agree" in page
        ada.post(at(cast, f"{orders.public_id}/"), {"act": "ask"})
        assert [work for work, _of in queued] == ["mail_confirmation"]

    def test_a_secret_of_ours_is_shown_once_and_a_new_one_only_to_who_has_just_shown_who_they_are(
        self, cast: Cast, ada: Client, plain: Connector
    ) -> None:
        page = ada.post(at(cast, "new/plain/"), {"name": "Fax", **SETTINGS}).content.decode()
        assert "made after nothing" in page and "never shown again" in page
        with tenant(cast.shop):
            fax = Integration.objects.get()
        assert "made after" not in ada.get(at(cast, f"{fax.public_id}/")).content.decode()
        answer = ada.post(at(cast, f"{fax.public_id}/"), {"act": "rotate"})
        assert answer.status_code == 302 and "reauthenticate" in answer["Location"]

    def test_an_act_that_is_none(self, cast: Cast, ada: Client, slack: Integration) -> None:
        assert ada.post(at(cast, f"{slack.public_id}/"), {"act": "press"}).status_code == 404

    def test_who_may_not(self, cast: Cast, client: Client, slack: Integration) -> None:
        for who, status in (("oscar", 403), ("vic", 403), ("lena", 404), ("gus", 404)):
            client.force_login(cast.users[who])
            for page in (at(cast), at(cast, "new/slack/"), at(cast, f"{slack.public_id}/")):
                assert client.get(page).status_code == status, (who, page)
                assert page == at(cast) or client.post(page, {"act": "remove"}).status_code == status
        assert again(cast, slack).removed_at is None

    def test_one_of_another_project(self, cast: Cast, ada: Client, plain: Connector) -> None:
        with tenant(cast.outlet):
            other = connected(cast.ada, cast.outlet, plain)
        assert ada.get(at(cast, f"{other.public_id}/")).status_code == 404
