"""Automatic messages: what the widget says by itself, when, to whom, and what came of it."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "widget.rules"
    label = "rules"

    def ready(self) -> None:
        from accounts import later
        from widget.rules import holdings
        from widget.rules.actions.add_first_rule import add_first_rule

        holdings.register()
        later.hear("project.added", add_first_rule)
