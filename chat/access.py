"""The only way from an id to a visitor or a conversation, inside the open tenant."""

from __future__ import annotations

import hmac
import uuid

from django.db.models import Q

from accounts.access import as_uuid
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import BadId, NotFound, Refused, SignInAgain
from accounts.models import Project
from chat.models import Attachment, Conversation, Department, Form, Message, Visitor
from chat.tokens import VisitorToken


def conversation_for(actor: Actor, project: Project, public_id: object) -> Conversation:
    """A conversation that an operator may read. Raises NotFound; Forbidden without READ."""
    require(actor, Capability.READ, project)
    found = conversation_by_id(as_uuid(public_id))
    if found is None:
        raise NotFound()
    return found


def conversation_by_id(public_id: uuid.UUID) -> Conversation | None:
    """A conversation of the open project, or None. Whoever asks decides, before anybody sees it, who may."""
    found: Conversation | None = Conversation.objects.select_related("visitor").filter(public_id=public_id).first()
    return found


def visitor_of_token(token: VisitorToken) -> Visitor | None:
    """The visitor's row, or None before their first durable act. Raises SignInAgain when the row disowns the token."""
    visitor: Visitor | None = Visitor.objects.filter(public_id=token.visitor).first()
    if visitor is not None:
        hashes = [bytes(visitor.token_hash).hex(), *visitor.devices]
        known = sum(hmac.compare_digest(one, token.secret_hash.hex()) for one in hashes)
        if not known or visitor.erased_at is not None:
            raise SignInAgain("This visitor token is not valid any more.")
    return visitor


def visitor_for(actor: Actor, project: Project, public_id: object) -> Visitor | None:
    """A visitor's row for an operator; None for one who is on the site and has no row. Raises Forbidden without READ."""
    require(actor, Capability.READ, project)
    found: Visitor | None = Visitor.objects.filter(public_id=as_uuid(public_id), erased_at__isnull=True).first()
    return found


def own_conversation(visitor: Visitor, public_id: object) -> Conversation:
    """A visitor's own conversation. Raises NotFound for anybody else's, and for an id that is none."""
    found: Conversation | None = Conversation.objects.filter(visitor=visitor, public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    found.visitor = visitor
    return found


def own_form(visitor: Visitor, public_id: object) -> Form:
    """What a visitor was asked. Raises NotFound for what was asked of anybody else, and for an id that is none."""
    rows = Form.objects.select_related("conversation__visitor")
    found: Form | None = rows.filter(conversation__visitor=visitor, public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    return found


def file_for(actor: Actor, project: Project, public_id: object) -> Attachment:
    """A file that an operator may see: of any message, and their own before they send it. Raises NotFound; Forbidden without READ."""
    require(actor, Capability.READ, project)
    own = Q(conversation=None, author_kind=actor.author_kind, author_id=actor.id)
    return _file(Q(conversation__isnull=False) | own, public_id)


def file_of_visitor(visitor: Visitor, public_id: object) -> Attachment:
    """A file in a line that a visitor can read, and their own before they send it. Raises NotFound for any other."""
    found = _file(Q(conversation__visitor=visitor) | Q(conversation=None, author_kind="visitor", author_id=visitor.pk), public_id)
    if found.conversation_id is not None:
        line = Message.objects.filter(conversation=found.conversation_id, number=found.number or 0)
        if not line.filter(public_number__isnull=False, deleted=False).exists():
            raise NotFound()
    return found


def own_file(actor: Actor, public_id: object) -> Attachment:
    """A file that the actor has announced. Raises NotFound for anybody else's."""
    return _file(Q(author_kind=actor.author_kind, author_id=actor.id), public_id)


def _file(whose: Q, public_id: object) -> Attachment:
    found: Attachment | None = Attachment.objects.select_related("project").filter(whose, public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    return found


def department_for(actor: Actor, project: Project, public_id: object) -> Department:
    """A department that is there now. Raises NotFound; Forbidden without READ."""
    require(actor, Capability.READ, project)
    return department_here(public_id)


def department_here(public_id: object) -> Department:
    """A department of the open project that is there now. Raises NotFound."""
    found: Department | None = Department.objects.filter(public_id=as_uuid(public_id), removed_at=None).first()
    if found is None:
        raise NotFound()
    return found


def department_by_id(public_id: object) -> Department | None:
    """What a visitor has chosen: nothing, where it is not offered (any more), or no id."""
    try:
        wanted = as_uuid(public_id)
    except Refused:
        return None
    return Department.objects.filter(public_id=wanted, offered=True, removed_at=None).first()


def parse_client_id(raw: object) -> uuid.UUID:
    """The client's own id of a message. Raises BadId for what is no UUID."""
    try:
        return uuid.UUID(raw) if isinstance(raw, str) and len(raw) <= 45 else uuid.UUID("")
    except ValueError:
        raise BadId("client_id must be a UUID.") from None


def hold(conversation: Conversation) -> Conversation:
    """The conversation's row, locked for this transaction: the first lock anybody takes (architecture, feed 7)."""
    rows = Conversation.objects.select_for_update(no_key=True, of=("self",)).select_related("visitor")
    return rows.get(pk=conversation.pk)


def read_again(conversation: Conversation) -> Conversation:
    """The row with the counts that `chat_append` has written meanwhile."""
    return Conversation.objects.select_related("visitor").get(pk=conversation.pk)
