"""Files in exports: a line for each in `files.jsonl`, and what is kept of it beside them, under its id and its own name."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from accounts.access import ProjectRef
from accounts.export import folders_of
from accounts.models import Export, Project
from accounts.tenancy import tenant
from chat.files.store import Vanished, place_of, store
from chat.models import Attachment

PAGE = 500


def of_visitor(visitor: UUID) -> Q:
    """Files of a visitor's conversations, whoever sent them; and their own that stand in none yet."""
    return Q(conversation__visitor__public_id=visitor)


def contents(export: Export) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each kept file of an export: where it stands in the ZIP, and its bytes. One that has vanished is left out; its line stays."""
    kept = store()
    if kept is None:
        return
    for project, folder in folders_of(export):
        after = 0
        while rows := _page(export, project, after):
            for row in rows:
                try:
                    yield f"{folder}files/{row.public_id}/{row.name}", kept.read(f"{place_of(row)}file")
                except Vanished:
                    continue
            after = rows[-1].pk


def _page(export: Export, project: Project, after: int) -> list[Attachment]:
    """A page of rows in a short transaction: their bytes are read outside it."""
    with tenant(ProjectRef(project.pk, export.account_id)):
        rows = Attachment.objects.select_related("project").filter(state=Attachment.State.READY, pk__gt=after)
        if export.kind == Export.Kind.VISITOR and export.visitor is not None:
            rows = rows.filter(of_visitor(export.visitor))
        return list(rows.order_by("id")[:PAGE])
