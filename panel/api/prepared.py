"""`/api/v1/projects/{project}/…`: tags, canned replies, macros and saved views."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.capabilities import Capability, require
from chat.access import conversation_for, parse_client_id
from chat.actions.edit_prepared import (
    OF_MACRO,
    OF_REPLY,
    OF_VIEW,
    add_canned_reply,
    add_macro,
    add_saved_view,
    edit_canned_reply,
    edit_macro,
    edit_saved_view,
    note_use,
    remove_prepared,
)
from chat.actions.edit_tags import FIELDS, add_tag, edit_tag, remove_tag
from chat.actions.run_macro import run_macro
from chat.models import SavedView
from chat.prepared import (
    canned_reply_for,
    canned_reply_shapes,
    macro_for,
    macro_shapes,
    macros,
    mine_or_shared,
    replies_of,
    saved_view_for,
    saved_view_shapes,
    tag_for,
    tag_shapes,
)
from chat.queries import conversation_shapes
from panel.api.conversations import body_of
from panel.api.door import ProjectView


class Tags(ProjectView):
    """GET: the vocabulary, the most used first. POST: one more."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        return Response({"results": tag_shapes(), "next": None})

    def post(self, request: Request) -> Response:
        body = body_of(request, FIELDS)
        made = add_tag(self.actor, self.project, name=body.get("name"), hue=body.get("hue", 0))
        return Response(tag_shapes([made])[0], status=201)


class OneTag(ProjectView):
    def get(self, request: Request, tag: str) -> Response:
        return Response(tag_shapes([tag_for(self.actor, self.project, tag)])[0])

    def patch(self, request: Request, tag: str) -> Response:
        found = tag_for(self.actor, self.project, tag)
        return Response(tag_shapes([edit_tag(self.actor, self.project, found, **body_of(request, FIELDS))])[0])

    def delete(self, request: Request, tag: str) -> Response:
        remove_tag(self.actor, self.project, tag_for(self.actor, self.project, tag))
        return Response(status=204)


class CannedReplies(ProjectView):
    """GET: one's own and everybody's, by shortcut. POST: one more."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        return Response({"results": canned_reply_shapes(replies_of(self.actor)), "next": None})

    def post(self, request: Request) -> Response:
        made = add_canned_reply(self.actor, self.project, body_of(request, OF_REPLY))
        return Response(canned_reply_shapes([made])[0], status=201)


class OneCannedReply(ProjectView):
    def get(self, request: Request, reply: str) -> Response:
        return Response(canned_reply_shapes([canned_reply_for(self.actor, self.project, reply)])[0])

    def patch(self, request: Request, reply: str) -> Response:
        found = canned_reply_for(self.actor, self.project, reply)
        return Response(canned_reply_shapes([edit_canned_reply(self.actor, self.project, found, body_of(request, OF_REPLY))])[0])

    def delete(self, request: Request, reply: str) -> Response:
        remove_prepared(self.actor, self.project, canned_reply_for(self.actor, self.project, reply))
        return Response(status=204)


class CannedReplyUsed(ProjectView):
    """POST: it was inserted."""

    def post(self, request: Request, reply: str) -> Response:
        note_use(self.actor, self.project, canned_reply_for(self.actor, self.project, reply))
        return Response(canned_reply_shapes([canned_reply_for(self.actor, self.project, reply)])[0])


class Macros(ProjectView):
    """GET: all of them, by name. POST: one more."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        return Response({"results": macro_shapes(macros()), "next": None})

    def post(self, request: Request) -> Response:
        return Response(macro_shapes([add_macro(self.actor, self.project, body_of(request, OF_MACRO))])[0], status=201)


class OneMacro(ProjectView):
    def get(self, request: Request, macro: str) -> Response:
        return Response(macro_shapes([macro_for(self.actor, self.project, macro)])[0])

    def patch(self, request: Request, macro: str) -> Response:
        found = macro_for(self.actor, self.project, macro)
        return Response(macro_shapes([edit_macro(self.actor, self.project, found, body_of(request, OF_MACRO))])[0])

    def delete(self, request: Request, macro: str) -> Response:
        remove_prepared(self.actor, self.project, macro_for(self.actor, self.project, macro))
        return Response(status=204)


class RunMacro(ProjectView):
    """POST `{conversation, client_id}`: everything that it says, or nothing."""

    def post(self, request: Request, macro: str) -> Response:
        body = body_of(request, ("conversation", "client_id"))
        found, wanted = conversation_for(self.actor, self.project, body.get("conversation")), macro_for(self.actor, self.project, macro)
        done = run_macro(self.actor, self.project, found, wanted, client_id=parse_client_id(body.get("client_id")))
        return Response(conversation_shapes(self.project, self.actor, [done])[0])


class SavedViews(ProjectView):
    """GET: one's own and everybody's, with how many conversations are in each. POST: one more."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        rows = SavedView.objects.filter(mine_or_shared(self.actor)).order_by("name", "id")
        return Response({"results": saved_view_shapes(self.actor, self.project, rows), "next": None})

    def post(self, request: Request) -> Response:
        made = add_saved_view(self.actor, self.project, body_of(request, OF_VIEW))
        return Response(saved_view_shapes(self.actor, self.project, [made])[0], status=201)


class OneSavedView(ProjectView):
    def get(self, request: Request, view: str) -> Response:
        return Response(saved_view_shapes(self.actor, self.project, [saved_view_for(self.actor, self.project, view)])[0])

    def patch(self, request: Request, view: str) -> Response:
        found = saved_view_for(self.actor, self.project, view)
        changed = edit_saved_view(self.actor, self.project, found, body_of(request, OF_VIEW))
        return Response(saved_view_shapes(self.actor, self.project, [changed])[0])

    def delete(self, request: Request, view: str) -> Response:
        remove_prepared(self.actor, self.project, saved_view_for(self.actor, self.project, view))
        return Response(status=204)
