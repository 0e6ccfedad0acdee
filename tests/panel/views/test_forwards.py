"""The log of an integration: what was sent, each try, and what a person can do about it."""

from __future__ import annotations

import uuid
from copy import copy
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.access import ProjectRef
from accounts.models import AuditRecord
from accounts.tenancy import tenant
from chat.models import Visitor
from integrations import clock
from integrations.actions.connect_integration import connect_integration
from integrations.actions.press import press
from integrations.actions.remove_integration import remove_integration
from integrations.actions.rotate_secret import rotate_secret
from integrations.actions.send_due import send_due
from integrations.connectors import Outcome, connectors
from integrations.models import Delivery, Forward, Integration
from integrations.sealing import secrets_of
from panel.delivery_rows import whole_row
from panel.views.forwards import PAGE
from tests.cast import Cast
from tests.integrations.actions.conftest import fax, notebook, plain
from tests.integrations.plain import Notebook

__all__ = ["fax", "notebook", "plain"]
LATER = Outcome(delivered=False, status=503, retry=True, detail="<b>Later</b>")
State = Delivery.State


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a broker: the tests call what the worker would."""
    monkeypatch.setattr("integrations.queued.queue_now", lambda *ids: None)


def at(cast: Cast, integration: Integration, rest: str = "") -> str:
    return f"/panel/{cast.shop.public_id}/settings/integrations/{integration.public_id}/forwards/{rest}"


def pressed(cast: Cast, fax: Integration, notebook: Notebook, outcome: Outcome | None = None) -> Delivery:
    """Pressed by Oscar, and tried once if it shall end in any way."""
    delivery = press(cast.oscar, cast.talk, fax, request_id=uuid.uuid4())[1]
    if outcome is not None:
        notebook.outcome = outcome
        Integration.objects.update(rests_until=None)
        send_due(ProjectRef(cast.shop.pk, cast.shop.account_id), fax.pk)
    return now_is(delivery)


def plain_copy(integration: Integration) -> Integration:
    """Another one like it, to which nothing was ever sent."""
    other = copy(integration)
    other.pk, other.public_id = None, uuid.uuid4()
    other.save(force_insert=True)
    return other


def now_is(delivery: Delivery) -> Delivery:
    found: Delivery = Delivery.objects.select_related("forward", "integration").get(pk=delivery.pk)
    return found


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name])
    return client


def page_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


class TestTheLog:
    def test_nothing_was_sent(self, in_shop: Cast, fax: Integration) -> None:
        page = page_of(signed_in(in_shop, "oscar"), at(in_shop, fax))
        assert "Nothing has been sent" in page and "Nothing is sent by itself" in page

    def test_what_was_removed_still_shows_what_had_left(self, in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
        delivery = pressed(in_shop, fax, notebook, notebook.outcome)
        never_used = plain_copy(fax)
        for each in (fax, never_used):
            each.project = in_shop.shop
            remove_integration(in_shop.olga, each)
        client = signed_in(in_shop, "olga")
        page = page_of(client, at(in_shop, fax, f"{delivery.public_id}/"))
        assert "nothing can be sent there any more" in page and "Delivered" in page and fax.name in page
        assert not any(word in page for word in ("Send again…", "Disabled since", f'/integrations/{fax.public_id}/"', "goes to"))
        assert client.post(at(in_shop, fax, f"{delivery.public_id}/"), {"act": "resend"}).status_code == 409
        listed = page_of(client, f"/panel/{in_shop.shop.public_id}/settings/integrations/")
        assert at(in_shop, fax) in listed and at(in_shop, never_used) not in listed

    def test_every_state_in_words(self, in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
        pressed(in_shop, fax, notebook, notebook.outcome)
        pressed(in_shop, fax, notebook, Outcome(delivered=False, status=400, detail="No"))
        pressed(in_shop, fax, notebook, LATER)
        page = page_of(signed_in(in_shop, "oscar"), at(in_shop, fax))
        for words in (
            "Delivered",
            "Failed, 400",
            "Next try",
            f"#{in_shop.talk.number}",
            "1 delivered, 1 on their way, 1 failed",
            "1 of 10",
        ):
            assert words in page, words
        assert "it rests until" in page

    @pytest.mark.parametrize(("shown", "words"), [("failed", "Failed, 400"), ("under-way", "Next try")])
    def test_one_kind_alone(self, in_shop: Cast, fax: Integration, notebook: Notebook, shown: str, words: str) -> None:
        delivered = pressed(in_shop, fax, notebook, notebook.outcome)
        pressed(in_shop, fax, notebook, Outcome(delivered=False, status=400))
        pressed(in_shop, fax, notebook, LATER)
        page = page_of(signed_in(in_shop, "oscar"), at(in_shop, fax) + f"?shown={shown}")
        assert words in page and str(delivered.public_id) not in page

    def test_page_by_page(self, in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
        made, client = [pressed(in_shop, fax, notebook)], signed_in(in_shop, "oscar")
        page_of(client, at(in_shop, fax))  # what a session asks only once
        with CaptureQueriesContext(connection) as for_one:
            page_of(client, at(in_shop, fax))
        made += [pressed(in_shop, fax, notebook) for _ in range(PAGE + 1)]
        with CaptureQueriesContext(connection) as for_a_page:
            first = page_of(client, at(in_shop, fax))
        assert len(for_a_page) == len(for_one)
        assert str(made[-1].public_id) in first and str(made[1].public_id) not in first
        second = page_of(client, at(in_shop, fax) + f"?before={made[2].pk}")
        assert str(made[1].public_id) in second and str(made[2].public_id) not in second and "Newest" in second
        assert page_of(client, at(in_shop, fax) + "?before=7e3&shown=x")

    def test_an_erased_visitor_has_no_name(self, in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
        pressed(in_shop, fax, notebook)
        Visitor.objects.filter(pk=in_shop.vera.pk).update(name="")
        Forward.objects.update(purged_at=clock.now(), body=b"")
        page = page_of(signed_in(in_shop, "oscar"), at(in_shop, fax))
        assert in_shop.vera.name not in page and "Purged" in page

    def test_the_log_of_another_integration(self, in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
        delivery = pressed(in_shop, fax, notebook)
        other = Integration(project=in_shop.shop, connector="plain", name="Other", created_by="Olga")
        other.save(force_insert=True)
        client = signed_in(in_shop, "oscar")
        assert client.get(at(in_shop, other, f"{delivery.public_id}/")).status_code == 404
        assert client.get(at(in_shop, fax, f"{uuid.uuid4()}/")).status_code == 404


class TestOneDelivery:
    def test_its_tries_and_its_body(self, in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
        delivery = pressed(in_shop, fax, notebook, LATER)
        page = page_of(signed_in(in_shop, "oscar"), at(in_shop, fax, f"{delivery.public_id}/"))
        said = ("503 from the other side", "&lt;b&gt;Later&lt;/b&gt;", "The next one", "The last one about")
        for words in (*said, "8 more: after 5 min, 30 min, 2 h"):
            assert words in page, words
        assert "<b>Later</b>" not in page and "Do you have blue bowls?" in page and "CANARY-of-the-secret" not in page

    def test_the_bar_has_a_piece_for_each_try(self, in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
        waiting = whole_row(pressed(in_shop, fax, notebook, LATER))
        assert waiting.bar == ["bad", "next", *["later"] * 8]
        delivered = whole_row(pressed_elsewhere(in_shop, fax, notebook))
        assert (delivered.bar, delivered.later, delivered.last_at) == (["ok"], "", "")

    def test_a_viewer_reads_and_cannot_press(self, in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
        delivery = pressed(in_shop, fax, notebook, LATER)
        client, url = signed_in(in_shop, "vic"), at(in_shop, fax, f"{delivery.public_id}/")
        assert "Cancel retries" not in page_of(client, url) and "Cancel retries" in page_of(signed_in(in_shop, "oscar"), url)
        assert client.post(url, {"act": "cancel"}).status_code == 403
        assert now_is(delivery).state == State.WAITING


def pressed_elsewhere(cast: Cast, fax: Integration, notebook: Notebook) -> Delivery:
    """In a conversation where nothing waits before it."""
    Delivery.objects.update(state=State.CANCELLED, next_at=None)
    return pressed(cast, fax, notebook, Outcome(delivered=True, status=200))


class TestActing:
    def test_again_with_a_reason_and_a_new_id(self, in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
        first = pressed(in_shop, fax, notebook, notebook.outcome)
        client, url = signed_in(in_shop, "oscar"), at(in_shop, fax, f"{first.public_id}/")
        answer = client.post(url, {"act": "resend", "why": "lost", "words": "Down until 14:05"})
        second = Delivery.objects.latest("pk")
        assert answer.status_code == 302 and answer["Location"] == at(in_shop, fax, f"{second.public_id}/?done=resend")
        assert second.public_id != first.public_id and second.reason == "The other side lost it: Down until 14:05"
        assert AuditRecord.objects.filter(action="delivery.resent").count() == 1
        assert "On its way again" in page_of(client, answer["Location"]) and "Down until 14:05" in page_of(client, answer["Location"])

    def test_the_next_try_now(self, in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
        delivery = pressed(in_shop, fax, notebook, LATER)
        Delivery.objects.update(next_at=clock.now() + timedelta(hours=1))
        assert signed_in(in_shop, "oscar").post(at(in_shop, fax, f"{delivery.public_id}/"), {"act": "try"}).status_code == 302
        due = now_is(delivery).next_at
        assert due is not None and due <= clock.now()

    def test_cancel_and_cancel_again(self, in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
        delivery = pressed(in_shop, fax, notebook, LATER)
        client, url = signed_in(in_shop, "oscar"), at(in_shop, fax, f"{delivery.public_id}/")
        assert client.post(url, {"act": "cancel"}).status_code == 302 and now_is(delivery).state == State.CANCELLED
        assert AuditRecord.objects.filter(action="delivery.cancelled").count() == 1
        again = client.post(url, {"act": "cancel"})
        assert again.status_code == 409 and "Nothing is under way" in again.content.decode()

    @pytest.mark.parametrize("act", ["", "press", "delete"])
    def test_an_act_that_there_is_not(self, in_shop: Cast, fax: Integration, notebook: Notebook, act: str) -> None:
        delivery = pressed(in_shop, fax, notebook, LATER)
        client = signed_in(in_shop, "oscar")
        assert client.post(at(in_shop, fax, f"{delivery.public_id}/"), {"act": act}).status_code == 404
        assert client.post(at(in_shop, fax), {"act": "cancel"}).status_code == 404


class TestTheSecretsOfAWebhook:
    @pytest.fixture
    def hook(self, in_shop: Cast) -> Integration:
        with tenant(in_shop.shop):
            settings = {"url": "https://93.184.215.14/parley"}
            return connect_integration(in_shop.olga, in_shop.shop, connectors()["webhook"], name="Orders", settings=settings)[0]

    def test_two_while_one_is_replaced_and_one_after(self, in_shop: Cast, hook: Integration) -> None:
        first = secrets_of(hook)["secret"]
        second = rotate_secret(in_shop.olga, hook)["secret"]
        client, url = signed_in(in_shop, "olga"), f"/panel/{in_shop.shop.public_id}/settings/integrations/{hook.public_id}/"
        page = page_of(client, url)
        assert all(f"••••{one.rstrip('=')[-4:]}" in page and one not in page for one in (first, second)) and "both signatures" in page
        assert [client.post(url, {"act": "end_former"}).status_code for _ in range(2)] == [302, 302]
        assert AuditRecord.objects.filter(action="integration.former_secret_ended").count() == 1
        page = page_of(client, url)
        assert first.rstrip("=")[-4:] not in page and "in use" in page and "End it now" not in page
