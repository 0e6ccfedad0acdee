"""Where partners meet the rest: what they hear, what they hold, and whose sign-in is theirs."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest
from kombu.exceptions import OperationalError

from accounts import apart, arrivals, later, secrets
from accounts.models import User
from integrations.partners.access import partner_id_of_user
from integrations.partners.actions.attribute import attribute, note_touch
from integrations.partners.actions.keep_certificate import reseal_certificates
from integrations.partners.cookie import touch_of
from integrations.partners.models import PartnersDataKey
from integrations.partners.profile import SCOPE, reseal_profiles

logger = logging.getLogger(__name__)
HOME = "/partners/"


def register() -> None:
    secrets.SCOPES[SCOPE] = PartnersDataKey
    secrets.on_reseal("partners", reseal_profiles)
    secrets.on_reseal("partners' certificates", reseal_certificates)
    apart.APART.append(lambda user_id: HOME if partner_id_of_user(user_id) is not None else None)
    arrivals.ARRIVED.append(_arrive)
    # At once: it is one row, and whoever comes later must find it.
    later.hear("account.opened", _opened)
    later.hear("invoice.paid", lambda *ids: _queue("accrue", *ids))
    later.hear("invoice.given_back", lambda *ids: _queue("give_back", *ids))


def _arrive(request: HttpRequest, user: User) -> None:
    touch = touch_of(request)
    if touch is not None:
        note_touch(user, *touch)


def _opened(account_id: int, user_id: int) -> None:
    attribute(account_id, user_id)


def _queue(work: str, *ids: int) -> None:
    from integrations.partners import tasks  # a door: only whoever queues knows it

    task: Any = getattr(tasks, work)
    try:
        task.apply_async(ids, retry=False)
    except OperationalError as error:  # `catch_up` finds it
        logger.warning("task.not_queued", extra={"task": task.name, "reason": type(error).__name__})
