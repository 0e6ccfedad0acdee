"""Hand in a certificate, have it back, and seal it again when keys change."""

from __future__ import annotations

import uuid

from django.db import transaction

from accounts.secrets import Scope
from integrations.partners import certificates
from integrations.partners.access import all_partner_ids
from integrations.partners.models import Look, Partner, TaxProfile
from integrations.partners.profile import SCOPE, row_of
from integrations.partners.scope import partner_scope


def keep_certificate(partner: Partner, content: bytes) -> TaxProfile:
    """In place of the one that was there. Raises Invalid for what is no PDF, PNG or JPEG, or too large."""
    kind = certificates.kind_of(content)
    row: TaxProfile = TaxProfile.objects.select_for_update().get(pk=row_of(partner).pk)
    row.certificate_type = kind
    _put(row, content)
    return row


def read_certificate(partner: Partner, *, who: str, purpose: str) -> tuple[bytes, str] | None:
    """The open partner's, and a line that says who read it and what for. None where there is none."""
    row = row_of(partner)
    if row.certificate is None:
        return None
    Look(partner=partner, who=who[:120], purpose=purpose, what=Look.What.CERTIFICATE).save(force_insert=True)
    content = certificates.read(row.certificate)
    return None if content is None else (content, row.certificate_type)


def reseal_certificates(scope: Scope) -> int:
    """Seal all of them again, under the newest data key; how many there were."""
    return sum(_reseal(partner_id) for partner_id in all_partner_ids()) if scope == SCOPE else 0


def _reseal(partner_id: int) -> bool:
    with partner_scope(partner_id):
        row: TaxProfile | None = TaxProfile.objects.select_for_update().exclude(certificate=None).first()
        content = certificates.read(row.certificate) if row is not None and row.certificate is not None else None
        if row is None or content is None:
            return False
        _put(row, content)
    return True


def _put(row: TaxProfile, content: bytes) -> None:
    """Under a name of its own, so that a rollback finds the former file, and a bucket with versions keeps none of it."""
    former, row.certificate = row.certificate, uuid.uuid4()
    certificates.keep(row.certificate, content)
    row.save(update_fields=["certificate", "certificate_type"])
    if former is not None:
        transaction.on_commit(lambda: certificates.where().remove(str(former)))
