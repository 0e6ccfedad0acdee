"""Pictures of articles in exports: a line for each in `help_pictures.jsonl`, and its bytes beside them, under its id and its name."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.access import ProjectRef
from accounts.export import folders_of
from accounts.models import Export
from accounts.tenancy import tenant
from chat.files.store import Vanished, store
from widget.help.models import Picture
from widget.help.pictures import place_of


def contents(export: Export) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each picture of an export: where it stands in the ZIP, and its bytes. One that has vanished is left out; its line stays."""
    kept = store()
    if kept is None or export.kind == Export.Kind.VISITOR:
        return
    for project, folder in folders_of(export):
        with tenant(ProjectRef(project.pk, export.account_id)):
            rows = list(Picture.objects.select_related("project").order_by("id"))
        for row in rows:
            try:
                yield f"{folder}pictures/{row.public_id}/{row.name}", kept.read(f"{place_of(row)}file")
            except Vanished:
                continue
