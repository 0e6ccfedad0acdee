"""Addresses below /files/: the files' origin."""

from __future__ import annotations

from django.urls import path

from chat.views import files

urlpatterns = [path("in", files.put, name="file_in"), path("<str:token>", files.file, name="file")]
