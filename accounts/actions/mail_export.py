"""Tell whoever asked for an export that it is ready, or that there will be none."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from accounts import mail
from accounts.access import as_uuid, limits_of
from accounts.actors import actor_of_member
from accounts.capabilities import Capability, may
from accounts.models import Export, Member
from accounts.tenancy import account

TOLD = (Export.State.READY, Export.State.FAILED)


def mail_export(account_id: int, export_id: int) -> bool:
    """Write to the member; whether there was one who may still see it (AUZ9): a service key has no mailbox.

    The mail leads to the page and not to the file: a mailbox alone must not be enough.
    """
    with account(account_id):
        export = Export.objects.get(pk=export_id)
        people = Member.objects.select_related("user").filter(active=True, public_id=as_uuid(export.by_id))
        asker = people.first()
        if export.state not in TOLD or asker is None:
            return False
        if not may(actor_of_member(asker, limits_of(asker)), Capability.EXPORT_DATA):
            return False
    words = {
        "ready": export.state == Export.State.READY,
        "kind": str(export.kind),
        "started": export.created_at,
        "url": settings.PARLEY_URL + reverse("panel_data"),
    }
    with mail.in_language(asker.user.language):
        mail.send("accounts/mail/export", asker.user.email, words)
    return True
