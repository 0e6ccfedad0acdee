"""`imports`: an export of a project becomes a new project of the account."""

from __future__ import annotations

from typing import ClassVar

from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.capabilities import Capability
from accounts.errors import Invalid
from panel.api.door import AccountView
from panel.api.pages import page_of
from panel.data_shapes import import_shape
from panel.imports.actions.start_import import start_import
from panel.imports.actions.stop_import import stop_import
from panel.imports.models import Import
from panel.imports.queries import import_of


class Imports(AccountView):
    """GET lists them; POST takes an archive as `file`. With the same `Idempotency-Key` it is the same import."""

    needs: ClassVar[dict[str, Capability]] = {"*": Capability.ADD_PROJECT}
    parser_classes = (MultiPartParser,)
    once_by_itself = True

    def get(self, request: Request) -> Response:
        return page_of(request, Import.objects.select_related("project"), import_shape)

    def post(self, request: Request) -> Response:
        if unknown := sorted(set(request.data) - {"file"}):
            raise Invalid(fields=dict.fromkeys(unknown, "There is no such field."))
        file = request.FILES.get("file")
        if file is None:
            raise Invalid(fields={"file": "A ZIP that was exported here."})
        key = request.headers.get("Idempotency-Key", "")
        row = start_import(self.actor, file=file, size=file.size or 0, name=file.name or "", key=key)
        return Response(import_shape(row), status=202)


class OneImport(AccountView):
    """GET shows how far it is, and what is wrong with the archive; DELETE stops it while it is under way."""

    needs: ClassVar[dict[str, Capability]] = {"*": Capability.ADD_PROJECT}

    def get(self, request: Request, **named: str) -> Response:
        return Response(import_shape(import_of(named["import"])))

    def delete(self, request: Request, **named: str) -> Response:
        stop_import(self.actor, import_of(named["import"]))
        return Response(status=204)
