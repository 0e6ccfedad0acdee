"""A visitor says how it was."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.cards import masked
from accounts.errors import BadFrame, Conflict
from accounts.models import Project
from chat import live
from chat.access import hold, read_again
from chat.actions.post_message import Posted, posted
from chat.actions.register_visitor import visitor_actor
from chat.append import Line, append
from chat.models import Conversation, Message
from chat.text import clean_line

CHANGED_WITHIN = timedelta(days=7)


def rate_conversation(project: Project, conversation: Conversation, *, client_id: uuid.UUID, score: object, comment: object) -> Posted:
    """Keep a score of 1 to 5 and a comment; the newest counts, for a week after the end.

    Raises BadFrame for another score, Conflict once it is too late to change one's mind.
    """
    if not isinstance(score, int) or isinstance(score, bool) or not 1 <= score <= 5:
        raise BadFrame("score is a whole number from 1 to 5.")
    held = hold(conversation)
    late = held.closed_at is not None and held.closed_at < timezone.now() - CHANGED_WITHIN
    repeat = Message.objects.filter(author_kind="visitor", author_id=held.visitor_id, client_id=client_id).exists()
    if held.rating_score is not None and late and not repeat:
        raise Conflict(_("It is too late to change this rating."))
    actor = visitor_actor(project, held.visitor)
    words = masked(project, clean_line(comment, 1000))
    data = {"event": "rated", "by": actor.name or None, "score": score, "comment": words}
    line = Line(project.pk, held.pk, "visitor", actor.id, client_id, "activity", "", data, public=True)
    answer = append([line], force=True)[0]
    if answer.outcome == "stored":  # a repeat that comes late must not undo a newer one
        held.rating_score, held.rating_comment = score, words
        held.save(update_fields=["rating_score", "rating_comment"])
    result = posted(project, line, answer)
    live.announce_conversation(project, read_again(held))
    return result
