"""`python -m bench.growth.exporter pages|papers COUNT FILE`: a slice of an export, made by the product's own code.

A whole export costs as much as there is in it. What must not grow is the cost of each page of a thousand messages and of each paper,
wherever in the past it stands, and the memory of whoever writes them. So: an export of the first project is begun, and COUNT pages
are written from places all over it; or COUNT papers are drawn. FILE gets their times, rows a second, and the most memory held.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db.models import Window  # noqa: E402  (models need the apps to be loaded)
from django.db.models.functions import Lead  # noqa: E402

from accounts.access import actors_of  # noqa: E402
from accounts.actions import make_export as making  # noqa: E402
from accounts.actions.start_export import start_export  # noqa: E402
from accounts.export import folders_of  # noqa: E402
from accounts.models import Export, Project, User  # noqa: E402
from accounts.tenancy import account, tenant  # noqa: E402
from bench.growth.rows import LINES  # noqa: E402
from chat.models import Conversation  # noqa: E402
from panel.papers import exporting  # noqa: E402

WARM = 3
AT_PLACE = 10  # papers


def begin() -> Export:
    """An export of the first project, whose rows were not counted yet: nobody is told of it."""
    (actor,) = actors_of(User.objects.get())
    with account(actor.account_id):
        project = Project.objects.order_by("id").first()
        Export.objects.filter(state=Export.State.RUNNING).update(state=Export.State.CANCELLED)
        return start_export(actor, project=project)


def pages(export: Export, count: int) -> tuple[list[float], int]:
    """Times in ms of writing pages of messages, and how many rows they have together."""
    places = places_of(export, WARM + count)
    making._write_page(export.account_id, export.pk)  # the first plans
    took: list[float] = []
    for place in places:
        _go_to(export, place)
        took.append(_timed(lambda: making._write_page(export.account_id, export.pk)))
    assert _done(export) == making.PAGE, "no page may be short"
    return took[WARM:], count * making.PAGE


def places_of(export: Export, count: int) -> list[int]:
    """Internal ids of so many conversations from all over the past, behind which long ones follow for a whole page."""
    assert export.project is not None
    with tenant(export.project):
        ending = Window(Lead("last_number", -(-making.PAGE // LINES)), order_by="pk")
        long = Conversation.objects.annotate(ending=ending).filter(last_number=LINES, ending=LINES).order_by("pk")
        whole = long.count()
        wanted = [at * whole // count for at in range(count)]
        # Streamed: this program's memory is measured, and must not hold an id for each talk there is.
        every = enumerate(long.values_list("pk", flat=True).iterator(chunk_size=500))
        found = {at: pk for at, pk in every if at in wanted}
        return [found[at] for at in wanted]


def _go_to(export: Export, after: int) -> None:
    """The next page is of the messages behind this conversation's, and the file begins anew."""
    with account(export.account_id):
        held = Export.objects.get(pk=export.pk)
        for step in held.progress:
            messages = step["part"] == "messages"
            step |= {"after": [after, making.PAGE] if messages else None, "bytes": 0, "done": 0, "ended": not messages}
        held.save(update_fields=["progress"])


def _done(export: Export) -> int:
    with account(export.account_id):
        (step,) = [step for step in Export.objects.get(pk=export.pk).progress if step["part"] == "messages"]
    return int(step["done"])


def papers(export: Export, count: int) -> tuple[list[float], int]:
    """Times in ms of drawing a paper of a conversation, a few at each place, one after the other."""
    ((project, folder),) = folders_of(export)
    took: list[float] = []
    for place in places_of(export, count // AT_PLACE):
        found = exporting.papers(export, project, folder, after=place)
        took += [_timed(partial(_drawn, found)) for _ in range(AT_PLACE)]
    return took, count


def _drawn(found: Iterator[exporting.Entry]) -> int:
    """The next paper; how many bytes it has."""
    _, chunks = next(found)
    return sum(map(len, chunks))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _peak_mb() -> float:
    """The most memory that this program held. `getrusage` would begin with what whoever started it held, who has every talk's id."""
    told = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert told is not None
    return int(told[1]) / 1024


def main(what: str, count: str, file: str) -> None:
    make, of = {"pages": (pages, f"{making.PAGE} messages"), "papers": (papers, "one paper")}[what]
    took, rows = make(begin(), int(count))
    beside = {"rows/s": rows / (sum(took) / 1000), "peak MB": _peak_mb()}
    Path(file).write_text(json.dumps({"of": of, "took_ms": took, "beside": beside}))


if __name__ == "__main__":
    main(*sys.argv[1:])
