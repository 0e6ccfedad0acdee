"""The talk goes on by e-mail: letters to visitors, and what they answer."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "widget.mail"
    label = "mail"

    def ready(self) -> None:
        from chat import later
        from widget.mail import holdings
        from widget.mail.actions.plan_letters import plan_letters

        holdings.register()
        later.follow("mail", plan_letters)
