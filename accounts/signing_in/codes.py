"""The forms that take a code of an authenticator app: each of its steps opens the door once (AUN8)."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection

# One statement: of two browsers that send the same code at the same moment, one is told that it was used.
_TAKE_STEP = """
UPDATE mfa_authenticator SET data = jsonb_set(data, '{step}', to_jsonb(%(step)s::bigint))
WHERE id = %(id)s AND coalesce((data ->> 'step')::bigint, 0) < %(step)s
"""


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The second step of signing in."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        use_once(self.authenticator, code)
        return code


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """Showing again that it is you."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        use_once(self.authenticator, code)
        return code


def use_once(authenticator: Authenticator, code: str) -> None:
    """Take the time step of an app's valid code. Raises ValidationError when it, or a later one, was taken already."""
    if authenticator.type != Authenticator.Type.TOTP:
        return  # recovery codes are marked as used by allauth, under their row's lock
    secret = get_adapter().decrypt(authenticator.data["secret"])
    digits = "".join(filter(str.isdigit, code))
    for step in yield_hotp_counters_from_time():
        if format_hotp_value(hotp_value(secret, step)) == digits:
            with connection.cursor() as cursor:
                cursor.execute(_TAKE_STEP, {"step": step, "id": authenticator.pk})
                if cursor.rowcount == 1:
                    return
    raise get_adapter().validation_error("incorrect_code")
