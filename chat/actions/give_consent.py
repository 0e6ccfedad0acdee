"""A visitor agrees to a project's words, or takes that back: kept before anything else of theirs is."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Forbidden
from accounts.models import Project
from chat.desk import desk_of
from chat.entry import has_consented, wanted_consent
from chat.models import Consent, Desk, Visitor


@dataclass(frozen=True)
class Origin:
    """Where a visitor's word came from: the page, stripped, and the address. The address is kept as a keyed hash alone."""

    page: str = ""
    address: str = ""


NOWHERE = Origin()


def give_consent(project: Project, visitor: Visitor, *, version: object, agreed: bool, origin: Origin = NOWHERE) -> None:
    """Keep the answer with the words, their version and the time. The same answer again changes nothing.

    Raises Conflict when the words have changed since they were shown, or none are asked for.
    """
    desk = desk_of(project)
    wanted = wanted_consent(desk)
    if wanted is None or version != wanted["version"]:
        raise Conflict(_("The words have changed. Load this page again to read them."))
    if has_consented(desk, visitor) == agreed and (agreed or not Consent.objects.filter(visitor=visitor).exists()):
        return
    Consent(
        project=project,
        visitor=visitor,
        version=wanted["version"],
        text=wanted["text"],
        agreed=agreed,
        at=timezone.now(),
        page=origin.page[:500],
        address_hash=_hash_of(project, origin.address),
    ).save(force_insert=True)


def _hash_of(project: Project, address: str) -> str:
    """Equal addresses of one project have an equal hash; without our key nobody finds the address by trying all."""
    if not address:
        return ""
    key = hashlib.sha256(b"parley.consent\x00" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, f"{project.public_id}\n{address}".encode(), "sha256").hex()


def require_consent(desk: Desk, visitor: Visitor | None) -> None:
    """Raises Forbidden while a visitor has not agreed to what the project asks for."""
    if not has_consented(desk, visitor):
        raise Forbidden(_("Agree to the words above the chat first."))
