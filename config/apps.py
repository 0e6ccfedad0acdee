"""Wiring: settings, addresses, servers. Holds no rule."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import (
            celery,  # noqa: F401  (without it tasks are sent to Celery's own default broker)
            checks,  # noqa: F401  (registers them)
        )
