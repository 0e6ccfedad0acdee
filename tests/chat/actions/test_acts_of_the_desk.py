"""What is changed about how people are received, and by whom, stands in the audit log: each act once, with its names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditRecord
from chat.actions.edit_departments import add_department, edit_department, remove_department
from chat.actions.edit_desk import edit_desk
from chat.actions.edit_file_space import edit_file_space
from chat.actions.edit_special_days import import_holidays, remove_special_day, set_special_day
from chat.actions.end_identity_key import end_identity_key
from chat.actions.make_identity_key import make_identity_key
from chat.actions.move_conversation import move_conversation
from tests.cast import Cast
from widget.rules.actions.add_rule import add_rule
from widget.rules.actions.move_rule import move_rule
from widget.rules.actions.set_manners import set_manners

DAY = (timezone.now().date() + timedelta(days=90)).isoformat()
RULE = {"name": "Hello", "text": "Can we help?"}


def orders(cast: Cast) -> Any:
    return add_department(cast.olga, cast.shop, name="Orders", offered=True, members=[])


def a_day(cast: Cast) -> None:
    set_special_day(cast.olga, cast.shop, day=DAY, name="Stocktaking", open_at=[])


def no_day_any_more(cast: Cast) -> None:
    a_day(cast)
    remove_special_day(cast.olga, cast.shop, day=DAY)


ACTS: dict[str, Callable[[Cast], object]] = {
    "desk.edited": lambda cast: edit_desk(cast.olga, cast.shop, away_text="Back soon"),
    "desk.day_set": a_day,
    "desk.day_removed": no_day_any_more,
    "desk.holidays_imported": lambda cast: import_holidays(cast.olga, cast.shop, country="PT", region=""),
    "files.edited": lambda cast: edit_file_space(cast.olga, cast.shop, from_visitors=False),
    "department.added": orders,
    "department.edited": lambda cast: edit_department(cast.olga, cast.shop, orders(cast), name="Parcels"),
    "department.removed": lambda cast: remove_department(cast.olga, cast.shop, orders(cast)),
    "conversation.moved": lambda cast: move_conversation(cast.olga, cast.shop, cast.talk, to=orders(cast)),
    "rule.moved": lambda cast: move_rule(cast.olga, cast.shop, [add_rule(cast.olga, cast.shop, RULE) for _ in range(2)][1], to=1),
    "rules.manners_set": lambda cast: set_manners(cast.olga, cast.shop, a_visit=1, a_week=3, zone="Europe/Lisbon"),
    "identity_key.made": lambda cast: make_identity_key(cast.olga, cast.shop),
    "identity_key.ended": lambda cast: end_identity_key(cast.olga, cast.shop, make_identity_key(cast.olga, cast.shop)[0].kid),
}


@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_act_is_written_down_once(in_shop: Cast, act: str) -> None:
    ACTS[act](in_shop)
    assert [record.actor_id for record in AuditRecord.objects.filter(action=act)] == [in_shop.olga.ref]
