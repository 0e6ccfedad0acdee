"""Somebody says by a link in a mail how it was."""

from __future__ import annotations

import uuid

from accounts.errors import BadFrame
from chat.actions.rate_conversation import rate_conversation
from widget.mail.access import rating


def rate_by_link(token: str, *, score: str, comment: str) -> None:
    """Keep the rating; another one by the same link takes its place. The same once more changes nothing. Raises NotFound, BadFrame."""
    if score not in ("1", "2", "3", "4", "5"):
        raise BadFrame("score is a whole number from 1 to 5.")
    with rating(token) as (project, conversation):
        if (conversation.rating_score, conversation.rating_comment) == (int(score), comment.strip()):
            return
        rate_conversation(project, conversation, client_id=uuid.uuid4(), score=int(score), comment=comment)
