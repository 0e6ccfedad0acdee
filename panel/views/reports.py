"""The reports' file: a row for each conversation of a span."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.doors import PanelRequest, panel_page
from accounts.errors import Refused
from panel.reports.actions.export_talks import export_talks
from panel.reports.period import wanted_by
from panel.reports.talks import KINDS


@require_safe
@never_cache
@panel_page
def conversations_csv(request: PanelRequest) -> HttpResponseBase:
    """What the page shows, with the same filters in the query."""
    kind = request.GET.get("kind", "")
    try:
        wanted = wanted_by(request.actor, request.project, request.GET.dict())
        file = export_talks(request.actor, request.project, wanted, kind=kind if kind in KINDS else None)
    except Refused as refused:
        return _refusal(refused)
    length = file.tell()
    file.seek(0)
    span = wanted.span.shape()
    name = f"conversations-{span['since']}-{span['until']}.csv"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
    response["Content-Length"] = str(length)
    return response


def _refusal(refused: Refused) -> HttpResponse:
    return JsonResponse({"error": {"code": refused.code, "detail": refused.detail, "fields": refused.fields}}, status=refused.status)
