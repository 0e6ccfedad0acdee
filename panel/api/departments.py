"""`/api/v1/projects/{project}/departments/…`: the parts of the team that conversations are for."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.capabilities import Capability, require
from chat.access import department_for
from chat.actions.edit_departments import FIELDS, add_department, edit_department, remove_department
from chat.desk import department_shapes, departments_of
from panel.api.conversations import body_of
from panel.api.door import ProjectView


class Departments(ProjectView):
    """GET: all of them. POST: one more."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        return Response({"results": department_shapes(departments_of(self.project)), "next": None})

    def post(self, request: Request) -> Response:
        made = add_department(self.actor, self.project, **body_of(request, FIELDS))
        return Response(department_shapes([made])[0], status=201)


class OneDepartment(ProjectView):
    def get(self, request: Request, department: str) -> Response:
        return Response(department_shapes([department_for(self.actor, self.project, department)])[0])

    def patch(self, request: Request, department: str) -> Response:
        found = department_for(self.actor, self.project, department)
        return Response(department_shapes([edit_department(self.actor, self.project, found, **body_of(request, FIELDS))])[0])

    def delete(self, request: Request, department: str) -> Response:
        remove_department(self.actor, self.project, department_for(self.actor, self.project, department))
        return Response(status=204)
