"""Addresses below /integrations/: what people outside of any account open."""

from __future__ import annotations

from django.urls import path

from integrations.views import confirm

urlpatterns = [path("confirm/<str:token>/", confirm.confirm, name="integration_confirm")]
