"""Whether a connection would work, step by step, without anybody signing in."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from accounts.models import SignInProvider
from integrations.outbound import OutboundRefused
from integrations.single_sign_on.discovery import ProviderTrouble, addresses_of, forget, keys_at
from integrations.single_sign_on.id_token import ALGORITHMS


@dataclass(frozen=True)
class Step:
    """One thing that was looked at; `detail` says what was found, or what is wrong."""

    title: str
    ok: bool
    detail: str


def check_connection(provider: SignInProvider) -> list[Step]:
    """Up to the first step that fails. What the secret is worth shows only when somebody signs in."""
    steps: list[Step] = []
    title = _("It answers, and is who you say")
    try:
        found = addresses_of(provider.issuer)
        where = {"host": urlsplit(found.authorization).hostname}
        steps.append(Step(title, True, _("People will sign in at %(host)s, with code and PKCE.") % where))
        title = _("Its keys are there")
        kinds = sorted({str(key.get("kty")) for key in keys_at(found.keys)} & set(ALGORITHMS.values()))
        if not kinds:
            raise ProviderTrouble(_("None of its keys is of a kind that we believe (RSA, EC, Ed25519)."))
        steps.append(Step(title, True, ", ".join(kinds)))
        forget(provider)
    except (ProviderTrouble, OutboundRefused) as trouble:
        steps.append(Step(title, False, trouble.detail))
    return steps
