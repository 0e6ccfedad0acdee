"""`files`: what operators send and get. Bytes go to where files lie and come from the files' origin, never through here."""

from __future__ import annotations

from django.http import HttpResponseRedirect
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from chat import limits
from chat.access import file_for, own_file, parse_client_id
from chat.actions.finish_upload import cancel_upload, finish_upload, missing_parts
from chat.actions.start_upload import start_upload
from chat.files.links import looked_at
from chat.shaping import attachment_shape
from panel.api.conversations import body_of
from panel.api.door import ProjectView


class Files(ProjectView):
    once_by_itself = True  # by `client_id`; the forms in its answer open something, and are kept nowhere

    def post(self, request: Request) -> Response:
        """`{client_id, name, size}` → `{attachment, parts}`: the forms for what is not there yet. The same again says what is by then."""
        body = body_of(request, ("client_id", "name", "size"))
        require(self.actor, Capability.REPLY, self.project)
        limits.require_room("files", f"operator:{self.actor.ref}")
        client_id = parse_client_id(body.get("client_id"))
        row = start_upload(self.actor, self.project, client_id=client_id, name=body.get("name"), size=body.get("size"))
        return Response({"attachment": attachment_shape(row, for_visitor=False), "parts": missing_parts(row)}, status=201)


class OneFile(ProjectView):
    """GET gives links for a minute; DELETE calls off what was not sent."""

    def get(self, request: Request, file: str) -> Response:
        return Response(looked_at(file_for(self.actor, self.project, file), for_visitor=False))

    def delete(self, request: Request, file: str) -> Response:
        require(self.actor, Capability.REPLY, self.project)
        cancel_upload(self.project, own_file(self.actor, file))
        return Response(status=204)


class FileIsThere(ProjectView):
    def post(self, request: Request, file: str) -> Response:
        """All of it is there: let it be checked."""
        require(self.actor, Capability.REPLY, self.project)
        row = finish_upload(self.actor, own_file(self.actor, file))
        return Response({"attachment": attachment_shape(row, for_visitor=False)})


class Content(ProjectView):
    """Leads on to the file itself."""

    wanted = "url"

    def get(self, request: Request, file: str) -> HttpResponseRedirect:
        found = looked_at(file_for(self.actor, self.project, file), for_visitor=False)
        link = found["url"] if self.wanted == "url" else found["thumbnail"]
        if link is None:
            raise NotFound()
        return HttpResponseRedirect(link)


class Thumbnail(Content):
    wanted = "thumbnail"
