"""Write into the timeline that something happened: assigned, closed, joined, rated …"""

from __future__ import annotations

import uuid
from typing import Any

from accounts.actors import Actor
from accounts.models import Project
from chat import live
from chat.append import Line, append
from chat.models import Conversation, Message

# What a visitor may know of; everything else is the operators' business (architecture, feed 2).
PUBLIC = {"joined", "ended", "reopened", "rated"}


def append_activity(actor: Actor, project: Project, conversation: Conversation, event: str, **data: Any) -> Message:
    """Append `activity {event, by, …}` and announce it. The caller holds the conversation's row lock and the right."""
    line = _line(actor, project, conversation, {"event": event, "by": actor.name or None, **data}, public=event in PUBLIC)
    return _append(project, conversation, line)


def append_change_of(actor: Actor, project: Project, conversation: Conversation, event: str, of: Message) -> Message:
    """Append that a line was edited or removed. Whoever may see the line may know of it; what it is now stands in the line itself."""
    data = {"event": event, "by": actor.name or None, "of": of.number}
    return _append(project, conversation, _line(actor, project, conversation, data, public=of.public_number is not None))


def _line(actor: Actor, project: Project, conversation: Conversation, data: dict[str, Any], *, public: bool) -> Line:
    return Line(
        project_id=project.pk,
        conversation_id=conversation.pk,
        author_kind=actor.author_kind,
        author_id=actor.id,
        client_id=uuid.uuid4(),
        kind="activity",
        text="",
        data=data,
        public=public,
    )


def _append(project: Project, conversation: Conversation, line: Line) -> Message:
    append([line], force=True)
    message: Message = Message.objects.get(author_kind=line.author_kind, author_id=line.author_id, client_id=line.client_id)
    live.announce_message(project, conversation, message)
    return message
