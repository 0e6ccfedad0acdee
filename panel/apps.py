"""The operators' side: inbox, visitors, settings, the REST API."""

from django.apps import AppConfig


class PanelConfig(AppConfig):
    name = "panel"

    def ready(self) -> None:
        from accounts.export import BESIDE
        from panel.papers import exporting

        BESIDE["papers"] = exporting.contents
