"""Answer one line of a conversation: the answer carries what it answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Project
from chat.actions.post_message import Posted, append_slowly, line_of, posted
from chat.append import append
from chat.models import Conversation, Message
from chat.plan import require_writing

QUOTED = 200  # characters


@dataclass(frozen=True)
class Quoting:
    """What is said, as a text or a note, and the operators' number of the line that it answers."""

    text: object
    kind: str
    to: int


def post_quoting(actor: Actor, project: Project, conversation: Conversation, *, client_id: uuid.UUID, said: Quoting) -> Posted:
    """As `post_message`; Conflict where there is nothing to quote, or where a visitor would read what is not for them."""
    require(actor, Capability.REPLY, project)
    require_writing(actor, client_id)
    target = Message.objects.filter(conversation=conversation, number=said.to, kind__in=["text", "note"], deleted=False).first()
    if target is None or (said.kind == "text" and target.public_number is None):
        raise Conflict("This line cannot be quoted here.")
    line = line_of(actor, project, conversation, client_id=client_id, text=said.text, kind=said.kind)
    quote = {"of": target.number, "number": target.public_number, "author": target.author_kind, "text": target.text[:QUOTED]}
    line = replace(line, data={**(line.data or {}), "quote": quote})
    answer = append([line])[0]
    if answer.outcome == "slow":
        answer = append_slowly(actor, project, conversation, line)
    return posted(project, line, answer)
