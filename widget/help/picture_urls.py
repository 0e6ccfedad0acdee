"""Addresses below /files/help/: the files' origin."""

from __future__ import annotations

from django.urls import path

from widget.help.views import pictures

urlpatterns = [path("<uuid:project>/<uuid:picture>", pictures.picture, name="help_picture")]
