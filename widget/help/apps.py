"""The help centre: articles that answer before anybody has to ask."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "widget.help"
    label = "help"

    def ready(self) -> None:
        from widget.help import holdings

        holdings.register()
