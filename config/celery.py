"""The Celery application: `celery -A config worker` and `celery -A config beat`."""

from __future__ import annotations

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging
from django.conf import settings

from config.refusal import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("parley")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["accounts.billing"])


@celeryd_init.connect
@beat_init.connect
def refuse(**_: Any) -> None:
    """Celery runs Django's checks and throws their answers away."""
    refuse_unsafe()


@setup_logging.connect
def log_as_everywhere(**_: Any) -> None:
    """Celery would put handlers of its own in place of ours, whose lines leave out what `extra` says and hide no secret."""
    dictConfig(settings.LOGGING)
