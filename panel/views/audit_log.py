"""The audit log of an account: who did what, page by page, one entry in detail, and as a file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.audit.acts import ACTS
from accounts.audit.chain import faults_of_line
from accounts.audit.export import csv_lines, json_lines, spoken
from accounts.audit.lines import Line, lines_of
from accounts.audit.queries import Wanted, page_of, records
from accounts.capabilities import Capability
from accounts.doors import AccountRequest, account_page
from accounts.errors import Invalid
from accounts.models import Member, Project
from panel.audit_filters import FILTERS, before_in, wanted_by

IN_MEMORY = 1 << 20  # a small export never touches the disk


@require_safe
@never_cache
@account_page(Capability.READ_AUDIT)
def audit_log(request: AccountRequest) -> HttpResponse:
    """Fifty entries, newest first, with filters."""
    try:
        wanted, before = wanted_by(request.GET), before_in(request.GET, "before")
    except Invalid as wrong:
        return _page(request, Wanted(), [], None, wrong)
    lines, after = page_of(request.account, wanted, before=before)
    return _page(request, wanted, lines, after)


def _page(request: AccountRequest, wanted: Wanted, lines: list[Line], after: int | None, wrong: Invalid | None = None) -> HttpResponse:
    asked = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    words: dict[str, Any] = {
        "entries": [_entry(line) for line in lines],
        "broken": next((fault for line in lines for fault in faults_of_line(line)), None),
        "checked": timezone.now(),
        "asked": asked,
        "wrong": wrong,
        "paged": "before" in request.GET,
        "query": urlencode(asked),
        "older": urlencode({**asked, "before": after}) if after else None,
        "members": Member.objects.order_by("name", "pk"),
        "acts": sorted(((name, act.title) for name, act in ACTS.items()), key=lambda one: str(one[1])),
        "projects": Project.objects.order_by("name", "pk"),
    }
    return render(request, "panel/settings/audit_log.html", words)


def _entry(line: Line) -> dict[str, Any]:
    """A line with its words, as the page draws it."""
    return {**line, **spoken(line), "at": parse_datetime(line["at"]), "change": _change(line["data"])}


def _change(data: dict[str, Any]) -> list[tuple[str, tuple[Any, Any]]]:
    """What was changed, from what to what: of records that say `before` and `after`."""
    before, after = data.get("before"), data.get("after")
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return []
    return [(name, (before.get(name), after.get(name))) for name in {**before, **after} if before.get(name) != after.get(name)]


@require_safe
@never_cache
@account_page(Capability.READ_AUDIT)
def one_entry(request: AccountRequest, number: int) -> HttpResponse:
    """Everything that one entry says, and its place in the chain."""
    found = next(lines_of(request.account, records(Wanted()).filter(number=number)), None)
    if found is None:
        raise Http404
    words: dict[str, Any] = {
        "entry": _entry(found),
        "data": json.dumps(found["data"], indent=2, ensure_ascii=False, sort_keys=True) if found["data"] else "",
        "broken": next(faults_of_line(found), None),
    }
    return render(request, "panel/settings/audit_entry.html", words)


@require_safe
@never_cache
@account_page(Capability.READ_AUDIT)
def export(request: AccountRequest, form: str) -> FileResponse:
    """The log as a file with a known length, so that the browser shows how far it is.

    `jsonl` is the whole chain for the verifier, `csv` what the filters let through.
    """
    if form == "jsonl":
        return _file(json_lines(request.account), "application/x-ndjson", "audit-log.jsonl")
    try:
        found = records(wanted_by(request.GET))
    except Invalid:
        raise Http404 from None
    lines = csv_lines(lines_of(request.account, found.iterator(chunk_size=500)))
    return _file(lines, "text/csv; charset=utf-8", "audit-log.csv")


def _file(lines: Iterable[str], kind: str, name: str) -> FileResponse:
    """Written while the account is open, sent after: a stream must not hold the transaction."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the response closes it
    for line in lines:
        file.write(line.encode())
    length = file.tell()
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=kind)
    response["Content-Length"] = str(length)
    return response
