"""When nobody answers: a project's ladder, for those who may edit it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.capabilities import Capability, may
from accounts.doors import PanelRequest, panel_page
from accounts.errors import Invalid
from panel.notices.actions.edit_ladder import edit_ladder
from panel.notices.forms import LadderForm
from panel.notices.people import answerers
from panel.notices.queries import ladder_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def ladder(request: PanelRequest) -> HttpResponse:
    """Push, then mail, then a colleague; and whether visitors' words go with them."""
    if not may(request.actor, Capability.EDIT_PROJECT, request.project):
        raise PermissionDenied
    members = answerers(request.project)
    if request.method != "POST":
        return _page(request, LadderForm(ladder_of(request.project), members))
    form = LadderForm(ladder_of(request.project), members, request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        edit_ladder(request.actor, request.project, **form.wanted())
    except Invalid as invalid:
        for name, sentence in invalid.fields.items():
            form.add_error(name, sentence)
        return _page(request, form, status=400)
    return redirect(f"{reverse('panel_ladder', args=[request.project.public_id])}?kept")


def _page(request: PanelRequest, form: LadderForm, status: int = 200) -> HttpResponse:
    words: dict[str, Any] = {"form": form, "project": request.project, "kept": "kept" in request.GET}
    return render(request, "panel/settings/ladder.html", words, status=status)
