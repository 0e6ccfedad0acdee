"""The only way from an id to a visitor or a conversation, inside the open tenant."""

from __future__ import annotations

import hmac
import uuid

from accounts.access import as_uuid
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import BadId, NotFound, SignInAgain
from accounts.models import Project
from chat.models import Conversation, Form, Visitor
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
        wrong = not hmac.compare_digest(bytes(visitor.token_hash), token.secret_hash)
        if wrong or visitor.erased_at is not None:
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
