"""`/api/v1/projects/{project}/conversations/…`: many at once, unread again, merged, and one's own lines corrected."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from chat import queries
from chat.access import conversation_for, read_again
from chat.actions.change_many import change_many
from chat.actions.edit_message import edit_message, remove_message
from chat.actions.mark_unread import mark_unread
from chat.actions.merge_conversations import merge_conversations, undo_merge
from chat.models import Conversation, Message
from chat.prepared import merged_with
from chat.shaping import message_shape
from panel.api.conversations import body_of
from panel.api.door import ProjectView


class Many(ProjectView):
    """POST `{changes: [{conversation, …}]}`: each by itself, with the change that undoes it."""

    def post(self, request: Request) -> Response:
        done = change_many(self.actor, self.project, body_of(request, ("changes",)).get("changes"))
        return Response({"results": done, "next": None})


class OfConversation(ProjectView):
    """What answers with a conversation's present shape."""

    def found(self, conversation: str) -> Conversation:
        return conversation_for(self.actor, self.project, conversation)

    def shape_of(self, conversation: Conversation) -> Response:
        return Response(queries.conversation_shapes(self.project, self.actor, [read_again(conversation)])[0])


class Unread(OfConversation):
    """POST: the visitor's last words are unread again, for the asker alone."""

    def post(self, request: Request, conversation: str) -> Response:
        return self.shape_of(mark_unread(self.actor, self.project, self.found(conversation)))


class Merged(OfConversation):
    """GET: what is read with it. POST `{into}`: put it to another one. DELETE: take it out again."""

    def get(self, request: Request, conversation: str) -> Response:
        require(self.actor, Capability.READ, self.project)
        rows = merged_with(self.found(conversation))
        return Response({"results": queries.conversation_shapes(self.project, self.actor, rows), "next": None})

    def post(self, request: Request, conversation: str) -> Response:
        into = self.found(str(body_of(request, ("into",)).get("into")))
        merge_conversations(self.actor, self.project, self.found(conversation), into=into)
        return self.shape_of(into)

    def delete(self, request: Request, conversation: str) -> Response:
        return self.shape_of(undo_merge(self.actor, self.project, self.found(conversation)))


class OneMessage(OfConversation):
    """PATCH `{text}`: correct one's own line. DELETE: take it back."""

    def patch(self, request: Request, conversation: str, number: str) -> Response:
        found, text = self.found(conversation), body_of(request, ("text",)).get("text")
        return self.line(found, edit_message(self.actor, self.project, found, number=_whole(number), text=text))

    def delete(self, request: Request, conversation: str, number: str) -> Response:
        found = self.found(conversation)
        return self.line(found, remove_message(self.actor, self.project, found, number=_whole(number)))

    def line(self, conversation: Conversation, row: Message) -> Response:
        return Response(message_shape(row, conversation, queries.authors_of(conversation, [row]), for_visitor=False))


def _whole(raw: str) -> int:
    if not raw.isdecimal() or len(raw) > 9:
        raise NotFound()
    return int(raw)
