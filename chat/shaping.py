"""Makes the shapes of `chat/shapes.py` from rows: for operators with everything, for visitors with what is theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings

from accounts.models import Member, Project
from chat.models import Answer, Attachment, Conversation, Department, Message, Visitor
from chat.shapes import (
    AnswerShape,
    AskName,
    AttachmentShape,
    AuthorShape,
    ConversationShape,
    DepartmentRefShape,
    FileState,
    LastMessageShape,
    MessageKind,
    MessageShape,
    PersonShape,
    RatingShape,
    RefusalName,
    Status,
    VisitorConversationShape,
    VisitorRefShape,
    VisitorSelfShape,
    VisitorShape,
)
from chat.times import rfc3339
from chat.visits import Visit

SYSTEM: AuthorShape = {"kind": "system", "id": None, "name": "", "avatar": None}


@dataclass(frozen=True)
class Authors:
    """Who wrote in a conversation: its visitor, and members by internal id. And the files of its lines, by number; and departments."""

    visitor: Visitor
    members: dict[int, Member]
    files: dict[int, list[Attachment]] = field(default_factory=dict)
    departments: dict[int, Department] = field(default_factory=dict)

    def shape(self, kind: str, author_id: int) -> AuthorShape:
        if kind == "visitor":
            return {"kind": "visitor", "id": str(self.visitor.public_id), "name": self.visitor.name, "avatar": None}
        member = self.members.get(author_id)
        if kind == "operator" and member is not None:
            return {"kind": "operator", "id": str(member.public_id), "name": member.name, "avatar": None}
        return {**SYSTEM, "kind": "bot"} if kind == "bot" else SYSTEM


def person_shape(member: Member) -> PersonShape:
    return {"id": str(member.public_id), "name": member.name, "avatar": None}


def data_for(message: Message, *, for_visitor: bool) -> dict[str, Any] | None:
    """What stands with a line. What was found out about a mail's sender is for operators; the visitor sees that it came by mail.

    A quote names its line by the reader's own number; of a line that a visitor cannot see there is no quote in what they can.
    """
    data: dict[str, Any] | None = message.data
    if not data or message.deleted:
        return None if message.deleted and message.kind != "activity" else data
    if "quote" in data:
        quote = {**data["quote"]}
        internal, public = quote.pop("of"), quote.pop("number")
        data = {**data, "quote": {**quote, "number": public if for_visitor else internal}}
    return {**data, "mail": True} if for_visitor and "mail" in data else data


def department_ref_shape(department: Department) -> DepartmentRefShape:
    return {"id": str(department.public_id), "name": department.name}


def message_shape(message: Message, conversation: Conversation, authors: Authors, *, for_visitor: bool) -> MessageShape:
    """One line for one side: the reader's own number, and `client_id` only on the author's side."""
    own_side = (message.author_kind == "visitor") == for_visitor
    number = message.public_number if for_visitor else message.number
    if number is None:
        raise ValueError("A private line has no shape for visitors.")
    return {
        "conversation": str(conversation.public_id),
        "number": number,
        "kind": cast("MessageKind", message.kind),
        "author": authors.shape(message.author_kind, message.author_id),
        "text": "" if message.deleted else message.text,
        "data": data_for(message, for_visitor=for_visitor),
        "attachments": []
        if message.deleted
        else [attachment_shape(row, for_visitor=for_visitor) for row in authors.files.get(message.number, [])],
        "client_id": str(message.client_id) if own_side and message.author_kind != "system" else None,
        "created_at": rfc3339(message.created_at),
        "edited_at": rfc3339(message.edited_at),
        "deleted": message.deleted,
    }


def attachment_shape(row: Attachment, *, for_visitor: bool) -> AttachmentShape:
    """A file for one side: its addresses are that side's door, which looks at the reader's right each time."""
    ready = row.state == Attachment.State.READY
    if for_visitor:
        base, query = f"{settings.WIDGET_URL}/w/api/files/{row.public_id}", f"?project={row.project.key}"
    else:
        base, query = f"{settings.PARLEY_URL}/api/v1/projects/{row.project.public_id}/files/{row.public_id}", ""
    return {
        "id": str(row.public_id),
        "name": row.name,
        "type": row.type,
        "size": row.size,
        "url": f"{base}/content{query}",
        "width": row.width,
        "height": row.height,
        "thumbnail": f"{base}/thumbnail{query}" if ready and row.width else None,
        "state": cast("FileState", row.state),
        "reason": cast("RefusalName", row.reason) if row.reason else None,
    }


def last_message_shape(conversation: Conversation, authors: Authors) -> LastMessageShape | None:
    if conversation.last_at is None:
        return None
    return {
        "text": conversation.last_text,
        "author": authors.shape(conversation.last_author_kind, conversation.last_author_id),
        "created_at": rfc3339(conversation.last_at),
    }


def rating_shape(conversation: Conversation) -> RatingShape | None:
    if conversation.rating_score is None:
        return None
    return {"score": conversation.rating_score, "comment": conversation.rating_comment}


def conversation_shape(
    conversation: Conversation, project: Project, authors: Authors, visit: Visit | None, *, unread: int
) -> ConversationShape:
    """A conversation for operators. `unread` is the reader's own count."""
    assignee = authors.members.get(conversation.assignee_id) if conversation.assignee_id else None
    department = authors.departments.get(conversation.department_id) if conversation.department_id else None
    return {
        "id": str(conversation.public_id),
        "project": str(project.public_id),
        "number": conversation.number,
        "status": cast("Status", conversation.status),
        "assignee": person_shape(assignee) if assignee else None,
        "department": department_ref_shape(department) if department else None,
        "tags": list(conversation.tags),
        "visitor": visitor_ref_shape(authors.visitor, visit),
        "subject": conversation.subject,
        "last_message": last_message_shape(conversation, authors),
        "last_number": conversation.last_number,
        "unread": unread,
        "visitor_read": conversation.visitor_read,
        "operator_read": conversation.operator_read,
        "rating": rating_shape(conversation),
        "waiting_since": rfc3339(conversation.waiting_since),
        "snoozed_until": rfc3339(conversation.snoozed_until),
        "priority": conversation.priority,
        "created_at": rfc3339(conversation.created_at),
        "updated_at": rfc3339(conversation.updated_at),
    }


def visitor_conversation_shape(
    conversation: Conversation, authors: Authors, *, visitor_read: int, operator_read: int
) -> VisitorConversationShape:
    """The same for its visitor; both read marks in the visitor's own count."""
    assignee = authors.members.get(conversation.assignee_id) if conversation.assignee_id else None
    return {
        "id": str(conversation.public_id),
        "status": "closed" if conversation.status == "closed" else "open",
        "assignee": person_shape(assignee) if assignee else None,
        "last_message": last_message_shape(conversation, authors),
        "last_number": conversation.last_public_number,
        "unread": max(0, conversation.from_team - conversation.visitor_seen),
        "visitor_read": visitor_read,
        "operator_read": operator_read,
        "rating": rating_shape(conversation),
        "created_at": rfc3339(conversation.created_at),
    }


def visitor_self_shape(visitor: Visitor | None, public_id: Any) -> VisitorSelfShape:
    if visitor is None:
        return {"id": str(public_id), "name": "", "email": "", "verified": False}
    return {"id": str(visitor.public_id), "name": visitor.name, "email": visitor.email, "verified": visitor.verified}


def visitor_ref_shape(visitor: Visitor, visit: Visit | None) -> VisitorRefShape:
    online = visit is not None and visit.online
    page = visit.pages[-1] if visit is not None and visit.online and visit.pages else None
    return {
        "id": str(visitor.public_id),
        "name": visitor.name,
        "email": visitor.email,
        "verified": visitor.verified,
        "online": online,
        "page": page,
    }


def visitor_shape(
    visit: Visit, visitor: Visitor | None, conversation: Conversation | None = None, *, conversations: int = 0
) -> VisitorShape:
    """A visitor for operators: their row, if they have one, and their present visit, if they are here."""
    meta = visit.meta
    return {
        **visitor_self_shape(visitor, visit.visitor),
        "phone": visitor.phone if visitor else "",
        "external_id": visitor.external_id if visitor else "",
        "claimed": bool(visitor and not visitor.verified and visitor.external_id),
        "data": visitor.data if visitor else {},
        "events": list(visitor.events) if visitor else [],
        "page_consent": visitor.agreed if visitor else None,
        "online": visit.online,
        "locale": meta.get("locale") or (visitor.locale if visitor else ""),
        "device": meta.get("device") or (visitor.device if visitor else ""),
        "referrer": meta.get("referrer") or (visitor.referrer if visitor else ""),
        "visits": visitor.visits if visitor else 1,
        "conversations": conversations,
        "first_seen_at": rfc3339(visitor.first_seen_at) if visitor else meta.get("since"),
        "here_since": meta.get("since") if visit.online else None,
        "pages": visit.pages or (list(visitor.pages) if visitor else []),
        "conversation": str(conversation.public_id) if conversation else None,
        "waiting_since": rfc3339(conversation.waiting_since) if conversation else None,
        "typing": False,
    }


def answer_shape(answer: Answer) -> AnswerShape:
    """What a visitor gave, with the request that it answers."""
    form = answer.form
    own = answer.ask.startswith("own:")
    shape: AnswerShape = {
        "conversation": str(form.conversation.public_id),
        "form_id": str(form.public_id),
        "ask": "own" if own else cast("AskName", answer.ask),
        "value": answer.value["value"] if own else answer.value,
        "asked_by": form.asked_by,
        "asked_at": rfc3339(form.asked_at),
        "purpose": form.purpose,
        "consent": {"version": form.consent_version, "text": form.consent_text} if answer.ask == "consent" else None,
        "answered_at": rfc3339(form.answered_at) or "",
    }
    return {**shape, "label": answer.value["label"]} if own else shape
