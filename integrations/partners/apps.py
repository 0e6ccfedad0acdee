"""Who sends us customers: partners, what they earn, and what tax law wants to know of them."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "integrations.partners"
    label = "partners"

    def ready(self) -> None:
        from integrations.partners import holdings

        holdings.register()
