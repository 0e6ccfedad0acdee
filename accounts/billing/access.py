"""What an account's plan allows now: asked by everything that a plan limits, inside the account's or project's scope."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import as_uuid
from accounts.billing import clock
from accounts.billing.models import Charge, Invoice, Subscription
from accounts.billing.plans import TEAM, TRIAL, Feature
from accounts.billing.standing import Standing, standing_of
from accounts.errors import NotFound, PlanEnded
from accounts.models import Account, Member, Role
from accounts.tenancy import current_scope


def subscription_here() -> Subscription:
    """The open account's subscription. An account's first question writes it: 14 days of Team from the day it was opened."""
    found: Subscription | None = Subscription.objects.first()
    if found is None:
        opened = Account.objects.get()
        terms = {"plan": TEAM.code, "trial_ends_at": opened.created_at + TRIAL}
        found, _made = Subscription.objects.get_or_create(account_id=opened.pk, defaults=terms)
    return found


def held_subscription() -> Subscription:
    """The same, locked until the transaction ends: who counts seats or takes money holds it."""
    found: Subscription = Subscription.objects.select_for_update(no_key=True).get(pk=subscription_here().pk)
    return found


def standing_here() -> Standing:
    """Where the open account stands now."""
    return standing_of(subscription_here(), clock.now())


def may_write_here() -> bool:
    """Whether messages go on in conversations that are open."""
    return standing_here().may_write(clock.now())


def may_start_here() -> bool:
    """Whether conversations may begin, as far as the plan's dates say; the month's limit is decided when one is counted."""
    return not standing_here().ended


def require_open_plan() -> None:
    """Raises PlanEnded once the plan has ended: for what starts something new (an invitation, a press, a reopening)."""
    if standing_here().ended:
        raise PlanEnded()


def require_feature(feature: Feature) -> None:
    """Raises PlanEnded when the plan has ended or does not include this."""
    standing = standing_here()
    if standing.ended:
        raise PlanEnded()
    if not standing.has(feature):
        raise PlanEnded(_("The plan %(plan)s does not include this.") % {"plan": standing.plan.name})


def require_seat(*, invited: int = 0) -> None:
    """Room for one more operator, with `invited` people on their way. Call it in the transaction that adds one.

    Under the subscription's lock: of two who take the last seat at once, one is refused (BIL6). Viewers take no seat.
    Raises PlanEnded.
    """
    assert transaction.get_connection().in_atomic_block
    standing = standing_of(held_subscription(), clock.now())
    if standing.ended:
        raise PlanEnded()
    seats = standing.plan.operators
    taken = Member.objects.filter(active=True).exclude(role=Role.VIEWER).count() + invited
    if seats is not None and taken >= seats:
        words = _("The plan %(plan)s has %(seats)s operators. Change the plan, or remove somebody first.")
        raise PlanEnded(words % {"plan": standing.plan.name, "seats": seats})


def invoice_for(public_id: object) -> Invoice:
    """An invoice of the open account. Raises NotFound."""
    found: Invoice | None = Invoice.objects.filter(public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    return found


def held_charge(key: object) -> tuple[Charge, Invoice]:
    """A charge of the open account with its invoice, both locked, the subscription first. Raises NotFound."""
    held_subscription()
    charge: Charge | None = Charge.objects.select_for_update(no_key=True).filter(key=as_uuid(key)).first()
    if charge is None or charge.account_id != current_scope().account_id:
        raise NotFound()
    invoice: Invoice = Invoice.objects.select_for_update(no_key=True).get(pk=charge.invoice_id)
    return charge, invoice
