"""How operators hear of who writes while they do not look: pushes, sounds, mails, and the ladder that ends with a colleague."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "panel.notices"
    label = "notices"

    def ready(self) -> None:
        from chat import later
        from panel.notices import holdings
        from panel.notices.actions.follow_talks import follow_talks

        holdings.register()
        later.follow("notices", follow_talks)
