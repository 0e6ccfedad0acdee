"""The only way from a mail's address, or a link in a mail, to rows. Unknown, forged and revoked look the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import connection

from accounts.access import ProjectRef, project_ref
from accounts.errors import NotFound
from accounts.models import Project
from accounts.tenancy import tenant
from chat.access import conversation_by_id
from chat.models import Conversation
from widget.mail import addresses
from widget.mail.models import ReplyAddress

STOP_SALT, RATE_SALT = "widget.mail.stop", "widget.mail.rate"
RATE_WITHIN = timedelta(days=14)  # and as long a rating may be changed


@contextmanager
def reply_address(raw: str) -> Iterator[tuple[Project, ReplyAddress]]:
    """The row of an address that somebody wrote to, inside its tenant. Raises NotFound."""
    claimed = addresses.read(raw)
    if claimed is None:
        raise NotFound()
    with connection.cursor() as cursor:
        cursor.execute("SELECT project_id, account_id FROM public.project_of_reply_address(%s)", [claimed.public_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound()
    with tenant(ProjectRef(int(row[0]), int(row[1]))):
        project = Project.objects.get(pk=row[0])
        found = ReplyAddress.objects.select_related("conversation", "visitor").filter(public_id=claimed.public_id, revoked_at=None).first()
        if found is None or not addresses.is_ours(project, found, claimed.mac):
            raise NotFound()
        yield project, found


def is_known(raw: str) -> bool:
    """Whether mail for this address is taken."""
    try:
        with reply_address(raw):
            return True
    except NotFound:
        return False


def stop_token(project: Project, address: str) -> str:
    """What an unsubscribe link holds: whose mails, and whose mailbox. It never ends."""
    return signing.dumps([str(project.public_id), addresses.hash_of(address)], salt=STOP_SALT)


@contextmanager
def stopping(token: str) -> Iterator[tuple[Project, str]]:
    """The project and the mailbox's hash of an unsubscribe link, inside the tenant. Raises NotFound."""
    project_id, address_hash = _told(token, STOP_SALT, None, 2)
    ref = project_ref(project_id)
    with tenant(ref):
        yield Project.objects.get(pk=ref.id), str(address_hash)


def rate_token(project: Project, conversation: Conversation) -> str:
    """What a link to a rating holds. It opens nothing of the conversation: it can say how it was, and no more."""
    return signing.dumps([str(project.public_id), str(conversation.public_id)], salt=RATE_SALT)


@contextmanager
def rating(token: str) -> Iterator[tuple[Project, Conversation]]:
    """The conversation that a link asks about, inside the tenant. Raises NotFound for one that does not work (any more)."""
    project_id, public_id = _told(token, RATE_SALT, RATE_WITHIN, 2)
    ref = project_ref(project_id)
    with tenant(ref):
        found = conversation_by_id(public_id)
        if found is None or found.visitor.erased_at is not None:
            raise NotFound()
        yield Project.objects.get(pk=ref.id), found


def _told(token: str, salt: str, within: timedelta | None, parts: int) -> list[Any]:
    try:
        told: Any = signing.loads(token, salt=salt, max_age=within)
    except signing.BadSignature:
        raise NotFound() from None
    if not isinstance(told, list) or len(told) != parts:
        raise NotFound()
    return told
