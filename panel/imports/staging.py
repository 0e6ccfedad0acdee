"""Files of an archive, put where files lie before there is a row for any: nothing slow happens in the transaction that loads."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from io import BytesIO

from django.conf import settings

from chat.actions.start_upload import KEY_BYTES
from chat.files.store import store
from panel.imports.archive import Archive
from panel.imports.keeping import files_of_target
from panel.imports.models import Import
from panel.imports.values import parsed


def stage_files(row: Import, archive: Archive, touch: Callable[[], None]) -> dict[str, str]:
    """The key of each file by its public id in the archive. What an earlier run left behind is taken away first."""
    unstage(row)
    keys: dict[str, str] = {}
    kept = store()
    if kept is None or "files.jsonl" not in archive.entries:
        return keys
    for _, line in archive.lines("files.jsonl"):
        said = parsed(line)
        if isinstance(said, str) or said["state"] != "ready" or said["conversation_id"] is None:
            continue
        name = f"files/{said['public_id']}/{said['name']}"
        if name not in archive.entries:
            continue
        key = keys[said["public_id"]] = secrets.token_urlsafe(KEY_BYTES)
        if len(keys) % 50 == 0:
            touch()
        whole = b"".join(archive.chunks(name))  # the checks of a file hold it in memory as well; its size has an end
        step = settings.FILES_PART_BYTES
        for at in range(0, len(whole), step):
            kept.write(f"{files_of_target(row)}{key}/part-{at // step:02}", BytesIO(whole[at : at + step]))
    return keys


def unstage(row: Import) -> None:
    """Take away whatever lies there of a project that never came to be."""
    if kept := store():
        kept.remove(files_of_target(row))
