"""Conversations: the product."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        from chat import holdings, later
        from chat.search import filing

        holdings.register()
        later.follow(filing.FOLLOWER, filing.file_lines)
