"""Reports: one row a conversation, kept by a follower of the timeline, and the minutes in which operators could answer."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "panel.reports"
    label = "reports"

    def ready(self) -> None:
        from chat import later
        from panel.reports import holdings
        from panel.reports.actions.keep_facts import FOLLOWER, keep_facts

        holdings.register()
        later.follow(FOLLOWER, keep_facts)
