"""Re-authentication (AUN13): what matters most is done only by somebody who has shown lately that it is still them."""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.conf import settings
from django.http import HttpRequest

from accounts.errors import ReauthenticationNeeded
from accounts.models import User


def require_recent(request: HttpRequest) -> None:
    """Raises ReauthenticationNeeded unless the person signed in, or showed again that it is them, in the last five minutes.

    A page then asks for it and comes back with what was posted; the API answers 403 with the code `reauthenticate`. Whoever is no
    person, as the holder of an API key, can show nothing.
    """
    if not isinstance(request.user, User) or is_reauthentication_required(request, app="parley"):
        raise ReauthenticationNeeded()


def signed_in_just_now(request: HttpRequest) -> bool:
    """Whether the whole way in, a second factor included, was walked in the last five minutes."""
    if not isinstance(request.user, User):
        return False
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - float(records[-1]["at"]) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
