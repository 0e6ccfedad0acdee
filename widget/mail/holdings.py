"""What mail holds about a visitor, for exports and erasures. Everything hangs on conversations, and goes with them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from accounts.erasure import OF_ACCOUNT, OF_VISITOR
from accounts.export import Part, hand_out
from accounts.models import Project
from accounts.tenancy import account, tenant
from chat.models import Conversation, Visitor
from widget.mail.addresses import hash_of
from widget.mail.models import Arrival, Letter, ReplyAddress, Stop


def register() -> None:
    hand_out(Part("letters", Letter, of_visitor=_of_talks))
    hand_out(Part("arrivals", Arrival, of_visitor=_of_talks))
    hand_out(Part("reply_addresses", ReplyAddress, of_visitor=_of_talks, leave_out=frozenset({"known", "to_hash"})))
    hand_out(Part("stops", Stop, leave_out=frozenset({"address_hash"})))
    # Before chat's own, with which the conversations go, and the address that a stop is known by.
    rest = dict(OF_VISITOR)
    OF_VISITOR.clear()
    OF_VISITOR.update({"mail": erase_visitor, **rest})
    OF_ACCOUNT["mail"] = erase_account


def _of_talks(visitor: UUID) -> Q:
    return Q(conversation__visitor__public_id=visitor)


def erase_visitor(project: Project, public_id: UUID) -> dict[str, int]:
    """Letters, answers and addresses; and that their mailbox wanted no more mails, unless it is somebody else's here too."""
    # Conversations first, as everybody who locks does.
    list(Conversation.objects.select_for_update(of=("self",)).filter(visitor__public_id=public_id).order_by("id"))
    counts = {
        "mails": Letter.objects.filter(_of_talks(public_id)).count() + Arrival.objects.filter(_of_talks(public_id)).count(),
    }
    for model in (Arrival, Letter, ReplyAddress):
        model.objects.filter(_of_talks(public_id)).delete()
    address = Visitor.objects.filter(public_id=public_id).values_list("email", flat=True).first() or ""
    others = Visitor.objects.filter(email__iexact=address).exclude(public_id=public_id)
    if address and not others.exists():
        Stop.objects.filter(address_hash=hash_of(address)).delete()
    return counts


def erase_account(account_id: int) -> dict[str, int]:
    """What is left once every visitor has gone: mailboxes, by their hashes, that wanted no more."""
    count = 0
    with account(account_id):
        projects = list(Project.objects.order_by("id"))
    for project in projects:
        with tenant(project):
            count += Stop.objects.all().delete()[0]
    return {"stops": count}
