"""Adding a project, pasting its tag, changing its settings."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import apart
from accounts.access import account_of
from accounts.actions.add_project import add_project
from accounts.actions.edit_project import edit_project
from accounts.actions.open_account import open_account
from accounts.actors import Actor
from accounts.capabilities import Capability, may
from accounts.doors import PanelRequest, panel_page, signed_in_actors
from accounts.models import User
from panel.forms import SWATCHES, ProjectForm, SettingsForm
from panel.tag import tag_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new_project(request: HttpRequest) -> HttpResponse:
    """Step one: which site is it for? The first project of a person opens their account too."""
    assert isinstance(request.user, User)
    if home := apart.home_apart(request.user):
        return redirect(home)
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            actor = _actor_who_adds(request, account_name=form.cleaned_data["name"])
            project = add_project(actor, account_of(actor), **form.cleaned_data)
        return redirect("panel_install", project=project.public_id)
    first = not signed_in_actors(request)
    return render(request, "panel/onboarding/project.html", {"form": form, "swatches": SWATCHES, "first": first})


def _actor_who_adds(request: HttpRequest, *, account_name: str) -> Actor:
    """The person as a member who may add projects, of an account opened now if there is none. Raises PermissionDenied."""
    # One person at a time: two presses at once must not open two accounts.
    assert isinstance(request.user, User)
    user = User.objects.select_for_update().get(pk=request.user.pk)
    actors = signed_in_actors(request)
    if not actors:
        open_account(user, name=account_name)
        actors = signed_in_actors(request)
    for actor in actors:
        if may(actor, Capability.ADD_PROJECT):
            return actor
    raise PermissionDenied


@require_safe
@never_cache
@panel_page
def install(request: PanelRequest) -> HttpResponse:
    """Step two: the tag to paste, and the wait for the first visitor."""
    invites = may(request.actor, Capability.MANAGE_MEMBERS)
    words = {"project": request.project, "tag": tag_of(request.project), "invites": invites}
    return render(request, "panel/onboarding/install.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def project_settings(request: PanelRequest) -> HttpResponse:
    """Name, looks, domains and switches of a project."""
    if not may(request.actor, Capability.EDIT_PROJECT, request.project):
        raise PermissionDenied
    if request.method != "POST":
        return _settings_page(request, SettingsForm.of(request.project), saved="saved" in request.GET)
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return _settings_page(request, form)
    edit_project(request.actor, request.project, **form.cleaned_data)
    return redirect(f"{request.path}?saved")


def _settings_page(request: PanelRequest, form: SettingsForm, *, saved: bool = False) -> HttpResponse:
    words: dict[str, Any] = {
        "form": form,
        "project": request.project,
        "tag": tag_of(request.project),
        "swatches": SWATCHES,
        "saved": saved,
    }
    return render(request, "panel/settings/project.html", words)
