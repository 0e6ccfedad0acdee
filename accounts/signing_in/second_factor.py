"""Where django-allauth's second factors meet Parley: how their seeds are sealed, and what passkeys belong to."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.secrets import USERS, Scope, place, seal, unseal

SEALED = ("secret", "seed")  # of an authenticator app, of recovery codes
_PLACE = place("mfa_authenticator", "any", "data")  # allauth seals before there is a row


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors in our words. Seeds and recovery codes are sealed with the data key of people's own secrets."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit, or was used already. Take the next one."),
    }

    def encrypt(self, text: str) -> str:
        return seal(USERS, text, _PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(USERS, encrypted_text, _PLACE)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to PARLEY_URL, whatever host the request says it was sent to."""
        return {"id": str(urlsplit(settings.PARLEY_URL).hostname), "name": "Parley"}


def reseal_second_factors(scope: Scope) -> int:
    """Seal every seed again with the newest data key; how many."""
    if scope != USERS:
        return 0
    count = 0
    for pk in list(Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update(no_key=True).get(pk=pk)
            sealed = {name: seal(USERS, unseal(USERS, row.data[name], _PLACE), _PLACE) for name in SEALED if name in row.data}
            row.data = {**row.data, **sealed}
            row.save(update_fields=["data"])
            count += len(sealed)
    return count
