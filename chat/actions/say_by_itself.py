"""The widget says something by itself: before a visitor's answer to it, or while nobody answers."""

from __future__ import annotations

from accounts.actors import system_actor
from accounts.models import Project
from chat.actions.ask_visitor import keep_form, new_form
from chat.actions.post_message import Posted, posted
from chat.actions.tag_conversation import TAGS_AT_MOST, put_tags
from chat.append import Line, append
from chat.models import Conversation
from chat.opening import Opening


def say_by_itself(project: Project, conversation: Conversation, opening: Opening) -> Posted:
    """Append its text as the bot's. In one conversation it is said once: later calls give the stored message."""
    line = Line(
        project_id=project.pk,
        conversation_id=conversation.pk,
        author_kind="bot",
        author_id=0,
        client_id=opening.client_id(conversation),
        kind="text",
        text=opening.text,
        data={"automatic": str(opening.said_by)},
        public=True,
    )
    return posted(project, line, append([line], force=True)[0])


def follow_answer(project: Project, conversation: Conversation, opening: Opening) -> None:
    """Tag the conversation and ask what the opening asks. The caller holds the conversation's row lock."""
    if opening.tag and opening.tag not in conversation.tags and len(conversation.tags) < TAGS_AT_MOST:
        put_tags(system_actor(project.account_id), project, conversation, [*conversation.tags, opening.tag])
    if opening.question is not None:
        client_id = opening.client_id(conversation, "form")
        data = dict(new_form(opening.question))
        line = Line(project.pk, conversation.pk, "bot", 0, client_id, "form", opening.question.text, data, public=True)
        result = posted(project, line, append([line], force=True)[0])
        if result.fresh:
            keep_form("", result, opening.question)
