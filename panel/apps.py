"""The operators' side: inbox, visitors, settings, the REST API."""

from django.apps import AppConfig


class PanelConfig(AppConfig):
    name = "panel"
