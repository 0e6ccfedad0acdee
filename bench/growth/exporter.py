"""`python -m bench.growth.exporter pages|papers FILE`: a slice of an export, made by the product's own code.

A whole export costs as much as there is in it. What must not grow is the cost of each page of a thousand messages and of each paper,
wherever in the past it stands, and the memory of whoever writes them. FILE has places all over the past, as internal ids of
conversations. An export of the first project is begun, and a page is written from each of them; or a few papers are drawn behind some
of them. FILE gets their times, rows a second, and the most memory held.
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

from accounts.access import actors_of  # noqa: E402  (models need the apps to be loaded)
from accounts.actions import make_export as making  # noqa: E402
from accounts.actions.start_export import start_export  # noqa: E402
from accounts.export import folders_of  # noqa: E402
from accounts.models import Export, Project, User  # noqa: E402
from accounts.tenancy import account  # noqa: E402
from panel.papers import exporting  # noqa: E402

AT_PLACE, PLACES = 40, 6  # papers, and where they begin


def begin() -> Export:
    """An export of the first project, whose rows were not counted yet: nobody is told of it."""
    (actor,) = actors_of(User.objects.get())
    with account(actor.account_id):
        project = Project.objects.order_by("id").first()
        Export.objects.filter(state=Export.State.RUNNING).update(state=Export.State.CANCELLED)
        return start_export(actor, project=project)


def pages(export: Export, places: list[int]) -> tuple[list[float], int]:
    """Times in ms of writing pages of messages, and how many rows they have together."""
    making._write_page(export.account_id, export.pk)  # the first plans
    took: list[float] = []
    for place in places:
        _go_to(export, place)
        took.append(_timed(lambda: making._write_page(export.account_id, export.pk)))
    assert _done(export) == making.PAGE, "no page may be short"
    return took, len(places) * making.PAGE


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


def papers(export: Export, places: list[int]) -> tuple[list[float], int]:
    """Times in ms of drawing a paper of a conversation, some at each of a few places, one after the other."""
    ((project, folder),) = folders_of(export)
    took: list[float] = []
    for place in places[:: len(places) // PLACES]:
        found = exporting.papers(export, project, folder, after=place)
        took += [_timed(partial(_drawn, found)) for _ in range(AT_PLACE)]
    return took, len(took)


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


def main(what: str, file: str) -> None:
    make, of = {"pages": (pages, f"{making.PAGE} messages"), "papers": (papers, "one paper")}[what]
    took, rows = make(begin(), json.loads(Path(file).read_text()))
    beside = {"rows/s": rows / (sum(took) / 1000), "peak MB": _peak_mb()}
    Path(file).write_text(json.dumps({"of": of, "took_ms": took, "beside": beside}))


if __name__ == "__main__":
    main(*sys.argv[1:])
