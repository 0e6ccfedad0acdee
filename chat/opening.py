"""What the widget says by itself, without anybody's hand: a message that a visitor was shown, and what follows their answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from chat.asks import Question
from chat.models import Conversation, Department


@dataclass(frozen=True)
class Opening:
    """`said_by` is the id of what says it: in one conversation it says it once. `tag` and `question` come after an answer.

    `department` is whose a conversation is that an answer begins.
    """

    said_by: uuid.UUID
    text: str
    tag: str = ""
    question: Question | None = None
    department: Department | None = None

    def client_id(self, conversation: Conversation, part: str = "text") -> uuid.UUID:
        return uuid.uuid5(self.said_by, f"{conversation.public_id} {part}")
