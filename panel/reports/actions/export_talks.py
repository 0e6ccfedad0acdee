"""Hand out a row for each conversation of a span, as a file for spreadsheets."""

from __future__ import annotations

import tempfile
from typing import IO

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.models import Project
from panel.reports.period import Wanted
from panel.reports.talks import csv_lines

IN_MEMORY = 1 << 20  # a small file never touches the disk


def export_talks(actor: Actor, project: Project, wanted: Wanted, *, kind: str | None) -> IO[bytes]:
    """Write it whole while the project is open; the caller sends it and closes it. Raises Forbidden without READ."""
    require(actor, Capability.READ, project)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  whoever sends it closes it
    for line in csv_lines(wanted, kind=kind):
        file.write(line.encode())
    audit.record(actor, "report.exported", project, **wanted.span.shape())
    return file
