"""`exports`: copies of everything held about a visitor, a project or the account."""

from __future__ import annotations

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import export_of
from accounts.actions.start_export import cancel_export, start_export
from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from accounts.models import Export
from chat.access import visitor_for
from panel.api.door import AccountView, ProjectView
from panel.api.pages import page_of
from panel.api.signing_in import require_recent_person
from panel.data_shapes import export_shape


class ExportOfVisitor(ProjectView):
    """POST begins one."""

    def post(self, request: Request, visitor: str) -> Response:
        row = visitor_for(self.actor, self.project, visitor)
        if row is None:  # who only looks around has nothing kept
            raise NotFound()
        require(self.actor, Capability.EXPORT_DATA, self.project)
        require_recent_person(request)
        return Response(export_shape(start_export(self.actor, project=self.project, visitor=row.public_id)), status=202)


class ExportsOfProject(ProjectView):
    """GET lists them, POST begins one of the whole project."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.EXPORT_DATA, self.project)
        return page_of(request, Export.objects.filter(project=self.project).select_related("project"), export_shape)

    def post(self, request: Request) -> Response:
        require(self.actor, Capability.EXPORT_DATA, self.project)
        require_recent_person(request)
        return Response(export_shape(start_export(self.actor, project=self.project)), status=202)


class Exports(AccountView):
    """The same of the account."""

    needs: ClassVar[dict[str, Capability]] = {"*": Capability.EXPORT_DATA}

    def get(self, request: Request) -> Response:
        return page_of(request, Export.objects.select_related("project"), export_shape)

    def post(self, request: Request) -> Response:
        require_recent_person(request)
        return Response(export_shape(start_export(self.actor)), status=202)


class OneExport(AccountView):
    """GET shows how far it is; DELETE calls it off, or takes the file away."""

    needs: ClassVar[dict[str, Capability]] = {"*": Capability.EXPORT_DATA}

    def get(self, request: Request, export: str) -> Response:
        return Response(export_shape(export_of(export)))

    def delete(self, request: Request, export: str) -> Response:
        cancel_export(self.actor, export_of(export))
        return Response(status=204)
