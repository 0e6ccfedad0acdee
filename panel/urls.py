"""Addresses below /panel/."""

from __future__ import annotations

from django.urls import path

from panel.views import app, projects

urlpatterns = [
    path("", app.home, name="panel"),
    path("projects/new/", projects.new_project, name="panel_new_project"),
    path("<uuid:project>/inbox/", app.app, name="panel_inbox"),
    path("<uuid:project>/inbox/<uuid:conversation>/", app.app, name="panel_conversation"),
    path("<uuid:project>/visitors/", app.app, name="panel_visitors"),
    path("<uuid:project>/install/", projects.install, name="panel_install"),
    path("<uuid:project>/settings/", projects.project_settings, name="panel_settings"),
]
