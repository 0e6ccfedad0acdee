"""The parts of the team, and how conversations find their operator."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import PanelRequest, panel_page
from accounts.errors import NotFound, Refused
from accounts.models import Role
from chat import people
from chat.access import department_for
from chat.actions.edit_departments import add_department, edit_department, remove_department
from chat.actions.edit_desk import NUMBERS, edit_desk
from chat.desk import department_shapes, departments_of, desk_of, members_of
from chat.models import Department
from panel import desk_forms
from panel.views.desk import acted, common
from panel.views.editable import require_editor

ROUTING = ("capacity", "quiet_after_min", "away_after_min", "accept_within_s")


def _save_routing(request: PanelRequest) -> None:
    numbers = {name: desk_forms.number_of(request.POST.get(name, "")) for name in ROUTING}
    edit_desk(request.actor, request.project, way=request.POST.get("way", ""), **numbers)


def _fields_of(request: HttpRequest) -> dict[str, Any]:
    post = request.POST
    return {
        "name": post.get("name", ""),
        "offered": post.get("offered") == "on",
        "pages": post.get("pages", "").splitlines(),
        "way": post.get("way", ""),
        "members": post.getlist("members"),
    }


def _add(request: PanelRequest) -> None:
    add_department(request.actor, request.project, **_fields_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def departments(request: PanelRequest) -> HttpResponse:
    """Routing for the whole project, the departments, and one more."""
    require_editor(request)
    refused = None
    if request.method == "POST":
        answer = acted(request, {"routing": _save_routing, "add": _add})
        if isinstance(answer, HttpResponse):
            return answer
        refused = answer
    words: dict[str, Any] = {
        **common(request, refused),
        "desk": desk_of(request.project),
        "rows": department_shapes(departments_of(request.project)),
        "ways": desk_forms.WAYS,
        "bounds": NUMBERS,
        **_choices(request, None, request.POST if refused and request.POST.get("act") == "add" else None),
    }
    return render(request, "panel/settings/departments.html", words, status=refused.status if refused else 200)


def _choices(request: PanelRequest, department: Department | None, sent: Any) -> dict[str, Any]:
    """What the form of one department shows."""
    held = members_of([department])[department.pk] if department is not None else []
    operators = [one for one in people.operators_of(request.project) if one.role != Role.VIEWER]
    chosen = set(sent.getlist("members")) if sent else {str(one.public_id) for one in operators if one.pk in held}
    if sent:
        shown = {
            "name": sent.get("name", ""),
            "pages": sent.get("pages", ""),
            "way": sent.get("way", ""),
            "offered": sent.get("offered") == "on",
        }
    elif department is not None:
        pages = "\n".join(department.pages)
        shown = {"name": department.name, "pages": pages, "way": department.way, "offered": department.offered}
    else:
        shown = {"name": "", "pages": "", "way": "", "offered": True}
    return {"shown": shown, "operators": operators, "chosen": chosen, "own_ways": desk_forms.WAYS}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def department(request: PanelRequest, department: UUID) -> HttpResponse:
    """One department: change it, or remove it."""
    require_editor(request)
    try:
        found = department_for(request.actor, request.project, department)
    except NotFound:
        raise Http404 from None
    refused: Refused | None = None
    if request.method == "POST":
        try:
            if request.POST.get("act") == "remove":
                remove_department(request.actor, request.project, found)
            else:
                edit_department(request.actor, request.project, found, **_fields_of(request))
            done = "removed" if request.POST.get("act") == "remove" else "saved"
            address = redirect("panel_departments", project=request.project.public_id)
            address["Location"] += f"?done={done}"
            return address
        except Refused as refusal:
            refused = refusal
    words = {**common(request, refused), "department": found, **_choices(request, found, request.POST if refused else None)}
    return render(request, "panel/settings/department.html", words, status=refused.status if refused else 200)
