"""Imports: an export of a project becomes a new project of the account."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "panel.imports"
    label = "imports"

    def ready(self) -> None:
        from panel.imports import holdings

        holdings.register()
