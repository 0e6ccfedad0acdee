"""The engine: in order, once at a time, tried again by the schedule, and stopped where somebody lost the right."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import TestCase
from django.urls import reverse

from accounts.access import ProjectRef
from accounts.actions.change_member import change_member
from accounts.billing import clock as billing_clock
from accounts.errors import Conflict, Invalid
from accounts.models import AuditRecord
from accounts.tenancy import account, tenant
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import register_visitor
from chat.models import Conversation
from chat.tokens import mint_token
from integrations import clock
from integrations.actions.press import press
from integrations.actions.remove_integration import remove_integration
from integrations.actions.resend_delivery import resend_delivery
from integrations.actions.send_due import claim, send_due
from integrations.actions.steer_delivery import cancel_delivery, try_now
from integrations.actions.wake_deliveries import wake_deliveries
from integrations.connectors import Outcome
from integrations.due_work import queues_due
from integrations.models import Attempt, Delivery, Integration
from integrations.schedule import LEASE, MOST_TRIES, TRIES
from tests.cast import Cast
from tests.integrations.plain import DELIVERED, Notebook

LATER = Outcome(delivered=False, status=503, retry=True, detail="Later")
NEVER = Outcome(delivered=False, status=400, detail="I do not like it")
GONE = Outcome(delivered=False, status=410, disable=True, detail="Gone")
State = Delivery.State


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = clock.now()

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, **time: float) -> None:
        self.moment += timedelta(**time)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(clock, "now", moved)
    return moved


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a broker: the tests call what the worker would."""
    monkeypatch.setattr("integrations.queued.queue_now", lambda *ids: None)


@pytest.fixture
def shop(in_shop: Cast, quiet: None) -> Cast:
    return in_shop


def pressed(cast: Cast, fax: Integration, talk: Conversation | None = None) -> Delivery:
    return press(cast.oscar, talk or cast.talk, fax, request_id=uuid.uuid4())[1]


def run(cast: Cast, fax: Integration) -> int:
    return send_due(ProjectRef(cast.shop.pk, cast.shop.account_id), fax.pk)


def now_is(delivery: Delivery) -> Delivery:
    delivery.refresh_from_db()
    return delivery


class TestSending:
    def test_delivered_once_with_its_body_and_id(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        delivery = pressed(shop, fax)
        assert [(queue.project.id, queue.integration_id) for queue in queues_due()] == [(shop.shop.pk, fax.pk)]
        assert run(shop, fax) == 1 and run(shop, fax) == 0
        ((prepared, sent_id, secrets),) = notebook.sent
        assert prepared.body == bytes(delivery.forward.body) and sent_id == str(delivery.public_id) and secrets["password"]
        assert now_is(delivery).state == State.DELIVERED and queues_due() == []
        attempt = Attempt.objects.get(delivery=delivery)
        assert (attempt.number, attempt.delivered, attempt.status) == (1, True, 200)

    def test_order_in_a_conversation_and_no_wait_for_another(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        first, second = pressed(shop, fax), pressed(shop, fax)
        other = pressed(shop, fax, start(shop))
        notebook.outcome = LATER
        assert run(shop, fax) == 1
        notebook.outcome = DELIVERED
        time.pass_(seconds=5.9)
        run(shop, fax)
        # The first waits for its second try; what comes behind it waits with it, what is another conversation's does not.
        sent = [delivery_id for _, delivery_id, _ in notebook.sent]
        assert sent[0] == str(first.public_id)
        assert sent.index(str(second.public_id)) > sent.index(str(first.public_id), 1)
        assert {now_is(one).state for one in (first, second, other)} == {State.DELIVERED}

    def test_a_killed_worker_is_followed_by_another(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        """INT7: the same id again; at least once, and once for whoever looks at the id."""
        delivery, ref = pressed(shop, fax), ProjectRef(shop.shop.pk, shop.shop.account_id)
        assert claim(ref, fax.pk) is not None
        assert now_is(delivery).state == State.SENDING and claim(ref, fax.pk) is None and queues_due() == []
        time.pass_(seconds=LEASE.total_seconds() + 1)
        assert len(queues_due()) == 1 and run(shop, fax) == 1
        assert now_is(delivery).state == State.DELIVERED and notebook.sent[0][1] == str(delivery.public_id)

    def test_one_worker_at_a_time(self, shop: Cast, fax: Integration, time: Clock) -> None:
        pressed(shop, fax)
        pressed(shop, fax)
        ref = ProjectRef(shop.shop.pk, shop.shop.account_id)
        assert claim(ref, fax.pk) is not None and claim(ref, fax.pk) is None


class TestFailing:
    def test_by_the_schedule_to_the_end(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        """INT6: ten tries over three days, then it is failed and stays to be sent again."""
        delivery, begun = pressed(shop, fax), time.moment
        notebook.outcome, gaps, last = LATER, [], time.moment
        for number in range(1, MOST_TRIES + 1):
            assert run(shop, fax) == 1, number
            gaps.append(time.moment - last)
            last = time.moment
            if now_is(delivery).state == State.WAITING:
                assert delivery.next_at is not None
                time.moment = max(delivery.next_at, Integration.objects.get(pk=fax.pk).rests_until or delivery.next_at)
        assert delivery.state == State.FAILED and delivery.tries == MOST_TRIES
        assert all(planned <= gap <= planned * 1.11 for planned, gap in zip(TRIES, gaps, strict=True))
        assert timedelta(hours=75) < time.moment - begun < timedelta(hours=84)
        notebook.outcome = DELIVERED
        again = resend_delivery(shop.oscar, shop.shop, _with(delivery, shop, fax), reason="They repaired it")
        time.pass_(minutes=6)
        run(shop, fax)
        assert now_is(again).state == State.DELIVERED and again.public_id != delivery.public_id
        assert notebook.sent[-1][0].body == bytes(delivery.forward.body)

    def test_a_partner_that_asks_to_wait(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        delivery = pressed(shop, fax)
        notebook.outcome = Outcome(delivered=False, status=429, retry=True, retry_after_s=600)
        run(shop, fax)
        assert now_is(delivery).next_at == time.moment + timedelta(seconds=600)

    def test_what_cannot_help_is_not_tried_again(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        delivery = pressed(shop, fax)
        notebook.outcome = NEVER
        run(shop, fax)
        assert (now_is(delivery).state, delivery.detail) == (State.FAILED, "I do not like it")
        now = Integration.objects.get(pk=fax.pk)
        assert now.rests_until is None and now.health != Integration.Health.FAILING, "the next one may go"

    def test_gone_switches_it_off_and_mails(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        first, second = pressed(shop, fax), pressed(shop, fax)
        notebook.outcome = GONE
        with TestCase.captureOnCommitCallbacks(execute=True):
            run(shop, fax)
        assert now_is(first).state == State.FAILED and now_is(second).state == State.QUEUED, "what waits is kept"
        off = Integration.objects.get(pk=fax.pk)
        assert not off.enabled and off.disabled_reason == "Gone" and queues_due() == []
        assert {message.to[0] for message in mail.outbox} == {"olga@acme.example", "ada@acme.example"}
        assert fax.name in mail.outbox[0].subject
        assert settings.PARLEY_URL + reverse("panel_integration", args=[shop.shop.public_id, fax.public_id]) in mail.outbox[0].body

    def test_five_days_of_failures_switch_it_off(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        notebook.outcome = LATER
        pressed(shop, fax)
        run(shop, fax)
        time.pass_(days=5, minutes=10)
        pressed(shop, fax)
        with TestCase.captureOnCommitCallbacks(execute=True):
            run(shop, fax)
        assert not Integration.objects.get(pk=fax.pk).enabled

    def test_a_dead_one_costs_a_try_a_rest_and_not_a_try_a_delivery(
        self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock
    ) -> None:
        for _ in range(20):
            pressed(shop, fax, start(shop))
        notebook.outcome, tries = LATER, 0
        for _ in range(60):  # ten minutes of beat
            tries += sum(run(shop, fax) for _ in queues_due())
            time.pass_(seconds=10)
        assert tries < 10

    def test_the_admins_hear_of_it_once(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        for _ in range(12):
            pressed(shop, fax, start(shop))
        notebook.outcome = LATER
        with TestCase.captureOnCommitCallbacks(execute=True):
            for _ in range(12):
                run(shop, fax)
                time.pass_(minutes=6)
        assert len(mail.outbox) == 2


def start(cast: Cast) -> Conversation:
    """One more conversation, of a visitor of its own."""
    visitor = register_visitor(cast.shop, mint_token(cast.shop), name="Somebody")
    return post_visitor_message(cast.shop, visitor, client_id=uuid.uuid4(), text="Hello").conversation


def _with(delivery: Delivery, cast: Cast, fax: Integration) -> Delivery:
    delivery.integration = Integration.objects.get(pk=fax.pk)
    delivery.integration.project = cast.shop
    return delivery


class TestRights:
    def test_who_lost_the_right_sends_nothing_more(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        """AUZ9: asked again when it runs."""
        delivery = pressed(shop, fax)
        change_member(shop.olga, shop.members["oscar"], role="viewer")
        assert run(shop, fax) == 0 and notebook.sent == []
        assert now_is(delivery).state == State.CANCELLED and "Oscar may not" in delivery.detail

    def test_removed_while_it_waits(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        delivery = pressed(shop, fax)
        remove_integration(shop.olga, fax)
        assert len(queues_due()) == 1 and run(shop, fax) == 0
        assert now_is(delivery).state == State.CANCELLED and notebook.sent == [] and queues_due() == []

    def test_a_plan_that_ended_keeps_it_and_paying_sends_it(
        self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        delivery = pressed(shop, fax)
        late = time.moment + timedelta(days=30)
        with monkeypatch.context() as ended:
            ended.setattr(billing_clock, "now", lambda: late)
            assert run(shop, fax) == 0 and notebook.sent == []
            assert now_is(delivery).state == State.QUEUED and "plan has ended" in delivery.detail
        wake_deliveries(shop.shop.account_id)
        assert run(shop, fax) == 1 and now_is(delivery).state == State.DELIVERED


class TestSteering:
    def test_stop_and_send_again(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        delivery = _with(pressed(shop, fax), shop, fax)
        notebook.outcome = LATER
        run(shop, fax)
        with pytest.raises(Conflict, match="on its way"):
            resend_delivery(shop.oscar, shop.shop, delivery, reason="Now")
        cancel_delivery(shop.oscar, shop.shop, delivery)
        assert now_is(delivery).state == State.CANCELLED and queues_due() == []
        with pytest.raises(Conflict):
            cancel_delivery(shop.oscar, shop.shop, delivery)
        with pytest.raises(Invalid):
            resend_delivery(shop.oscar, shop.shop, delivery, reason="  ")
        assert resend_delivery(shop.oscar, shop.shop, delivery, reason="They asked").reason == "They asked"
        acts = AuditRecord.objects.filter(action__in=["delivery.cancelled", "delivery.resent"]).order_by("id")
        assert [act.action for act in acts] == ["delivery.cancelled", "delivery.resent"] and acts[1].words()["reason"] == "They asked"
        with account(shop.shop.account_id):
            for act in ("delivery.cancelled", "delivery.resent"):
                assert AuditRecord.objects.filter(action=act).count() == 1, act

    def test_now_and_not_at_its_time(self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock) -> None:
        delivery = _with(pressed(shop, fax), shop, fax)
        notebook.outcome = LATER
        run(shop, fax)
        assert run(shop, fax) == 0
        notebook.outcome = DELIVERED
        try_now(shop.oscar, shop.shop, delivery)
        assert run(shop, fax) == 1 and now_is(delivery).state == State.DELIVERED

    def test_cancelled_in_the_middle_stays_what_really_happened(
        self, shop: Cast, fax: Integration, notebook: Notebook, time: Clock
    ) -> None:
        delivery = _with(pressed(shop, fax), shop, fax)
        send = notebook.send

        def cancel_first(*given: object, **named: object) -> Outcome:
            cancel_delivery(shop.oscar, shop.shop, delivery)
            return send(*given, **named)  # type: ignore[arg-type]

        notebook.send = cancel_first  # type: ignore[method-assign]
        run(shop, fax)
        assert now_is(delivery).state in (State.DELIVERED, State.CANCELLED)


def test_another_tenants_queue_cannot_be_run(shop: Cast, fax: Integration, notebook: Notebook) -> None:
    pressed(shop, fax)
    with account(shop.globex.account_id), tenant(shop.globex):
        assert claim(ProjectRef(shop.globex.pk, shop.globex.account_id), fax.pk) is None
    assert notebook.sent == []
