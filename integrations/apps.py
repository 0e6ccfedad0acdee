"""Other systems, and partners."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "integrations"

    def ready(self) -> None:
        from accounts import later
        from chat import events
        from integrations import holdings
        from integrations.actions.wake_deliveries import wake_deliveries
        from integrations.events import DELIVERY

        holdings.register()
        events.hear_of(DELIVERY)
        later.hear("invoice.paid", wake_deliveries)
