"""Privacy and export: copies of everything that is a customer's, what is being erased, and the proof of what was."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.access import erasure_of, export_of, project_for, projects_of
from accounts.actions.request_erasure import abort_erasure, request_account_erasure, request_visitor_erasure
from accounts.actions.start_export import cancel_export, start_export
from accounts.capabilities import Capability, may
from accounts.doors import AccountRequest, account_page
from accounts.errors import Forbidden, NotFound, Refused
from accounts.export_files import place
from accounts.models import Erasure, Export, Project
from accounts.recent import require_recent
from accounts.tenancy import tenant
from chat.access import visitor_for
from panel.data_shapes import state_of
from panel.imports.models import Import
from panel.imports.queries import done_of

SHOWN = 50
IMPORTS_SHOWN = 8


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_page(Capability.EXPORT_DATA)
def data(request: AccountRequest) -> HttpResponse:
    """The page; with `?project=&visitor=` one visitor's. A POST names in `act` what to do: export, erase, cancel, abort, delete."""
    try:
        if request.method != "POST":
            asked = request.GET.get("visitor", "")
            return _page(request, about=_named(request, request.GET.get("project", ""), asked) if asked else None)
        _act(request, request.POST.get("act", ""))
    except NotFound:
        raise Http404 from None
    except Forbidden:
        raise PermissionDenied from None
    except Refused as refused:
        if refused.code == "reauthenticate":
            raise
        return _page(request, refused=refused.detail)
    return redirect("panel_data")


def data_page(request: AccountRequest, *, refused: str) -> HttpResponse:
    """The page again, with a sentence on it: for the doors beside this one."""
    return _page(request, refused=refused)


def _act(request: AccountRequest, act: str) -> None:
    if act in ("export", "erase"):
        require_recent(request)
        _begin(request, act)
    elif act == "cancel":
        cancel_export(request.actor, export_of(request.POST.get("id")))
    elif act == "abort":
        abort_erasure(request.actor, erasure_of(request.POST.get("id")))
    elif act == "delete":
        if request.POST.get("name", "").strip() != request.account.name:
            return
        require_recent(request)
        request_account_erasure(request.actor, request.account)


def _begin(request: AccountRequest, act: str) -> None:
    """An export of whatever the form names, or a visitor's erasure."""
    if act == "export" and not request.POST.get("what"):
        start_export(request.actor)
        return
    project, visitor = _named(request, request.POST.get("what", ""), request.POST.get("visitor", ""))
    with tenant(project):
        if act == "export":
            start_export(request.actor, project=project, visitor=visitor)
        elif visitor is not None:
            request_visitor_erasure(request.actor, project, visitor, at_once=request.POST.get("when") == "now")


def _named(request: AccountRequest, project_id: str, visitor_id: str) -> tuple[Project, UUID | None]:
    """The project, and its visitor if one is named. Raises NotFound."""
    actor, project = project_for([request.actor], project_id)
    if not visitor_id:
        return project, None
    with tenant(project):
        row = visitor_for(actor, project, visitor_id)
        if row is None:
            raise NotFound()
        return project, row.public_id


@require_safe
@never_cache
@account_page(Capability.EXPORT_DATA)
def download(request: AccountRequest, export: UUID) -> HttpResponseBase:
    """The file, for a day, to somebody who has just shown that it is them."""
    try:
        found = export_of(export)
    except NotFound:
        raise Http404 from None
    if state_of(found) != "ready":
        raise Http404
    require_recent(request)
    file = place().open(found)
    if file is None:
        raise Http404
    audit.record(request.actor, "export.downloaded", found)
    name = f"parley-{found.kind}-{found.created_at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, headers={"Content-Length": str(found.size)})


def _page(request: AccountRequest, *, refused: str = "", about: tuple[Project, UUID | None] | None = None) -> HttpResponse:
    exports = list(Export.objects.select_related("project").order_by("-id")[:SHOWN])
    erasures = list(Erasure.objects.select_related("project").order_by("-id")[:SHOWN])
    words: dict[str, Any] = {
        "running": [_running(export) for export in exports if export.state == Export.State.RUNNING],
        "exports": [{"export": export, "state": state_of(export)} for export in exports if export.state != Export.State.RUNNING],
        "waiting": [erasure for erasure in erasures if erasure.state == Erasure.State.WAITING],
        "erased": [{"erasure": one, "rows": sum(one.counts.values())} for one in erasures if one.state == Erasure.State.DONE],
        "projects": projects_of(request.actor),
        "account": request.account,
        "may_delete": may(request.actor, Capability.DELETE_ACCOUNT),
        "deleting": any(one.kind == Erasure.Kind.ACCOUNT and one.state == Erasure.State.WAITING for one in erasures),
        "refused": refused,
        "may_import": may(request.actor, Capability.ADD_PROJECT),
        "import_key": uuid4(),
        **_imports(),
        "about": {"project": about[0], "visitor": about[1]} if about else None,
    }
    return render(request, "panel/settings/data.html", words)


def _imports() -> dict[str, Any]:
    """Those under way with how far they are, and what became of the last ones."""
    rows = list(Import.objects.select_related("project").order_by("-id")[:IMPORTS_SHOWN])
    under_way = [(row, done_of(row)) for row in rows if row.state == Import.State.RUNNING]
    return {
        "imports": [{"row": row, "done": done, "percent": done * 100 // row.total if row.total else 0} for row, done in under_way],
        "imported": [row for row in rows if row.state != Import.State.RUNNING],
    }


def _running(export: Export) -> dict[str, Any]:
    """How far an export is, as a whole and file by file."""
    done = sum(step["done"] for step in export.progress)
    total = sum(max(step["total"], step["done"]) for step in export.progress)
    parts: dict[str, dict[str, Any]] = {}
    for step in export.progress:
        part = parts.setdefault(step["part"], {"name": step["part"].replace("_", " "), "done": 0, "ended": True})
        part["done"] += step["done"]
        part["ended"] = part["ended"] and step["ended"]
    shown = [parts[name] for name in ("visitors", "conversations", "messages", "notes") if name in parts]
    return {"export": export, "done": done, "total": total, "percent": done * 100 // total if total else 0, "parts": shown,
            "packing": bool(export.progress) and all(step["ended"] for step in export.progress)}  # fmt: skip
