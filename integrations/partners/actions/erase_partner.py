"""Leave: forget who a partner was, and keep what tax law keeps."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.actions.end_session import end_other_sessions
from accounts.models import User
from integrations.partners import certificates
from integrations.partners.access import held_partner
from integrations.partners.models import Entry, Partner, Statement, TaxProfile, Touch


@dataclass(frozen=True)
class Left:
    """What was kept, and why it had to be."""

    statements: int
    entries: int
    profile: bool


def erase_partner(partner_id: int) -> Left:
    """The open partner's name, website, link, sign-in and certificate go, and with them the right to earn anything.

    Statements and the ledger stay: tax law wants them kept for ten years. The sealed tax profile stays with them where money was
    paid, for a statement without a name proves nothing; where none was, it goes too. Twice is fine.
    """
    partner: Partner = held_partner(partner_id)
    paid = Entry.objects.filter(kind=Entry.Kind.PAID).exists()
    row: TaxProfile | None = TaxProfile.objects.select_for_update().first()
    if row is not None:
        certificate = row.certificate
        row.certificate, row.certificate_type = None, ""
        if not paid:
            row.sealed, row.declared_at, row.payout_changed_at, row.saved_at = "", None, None, None
            Statement.objects.update(sealed="")
        row.save()
        if certificate is not None:
            transaction.on_commit(lambda: certificates.where().remove(str(certificate)))
    Touch.objects.all().delete()
    if partner.user is not None:
        _forget(partner.user)
    partner.user, partner.state = None, Partner.State.ERASED
    partner.name, partner.website, partner.about, partner.code = "", "", "", f"erased-{secrets.token_hex(8)}"
    partner.save(update_fields=["user", "state", "name", "website", "about", "code"])
    return Left(Statement.objects.count(), Entry.objects.count(), paid and row is not None)


def _forget(user: User) -> None:
    """The person belongs to no account: their address, name, password and factors go, and every session ends."""
    end_other_sessions(user, keep=None)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.email, user.name, user.is_active = f"erased-{secrets.token_hex(8)}@parley.invalid", "", False
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "is_active", "password"])
