"""Settings of the tutorial's chat: the documented defaults, with nothing taken away."""

from __future__ import annotations

import os

from config.env import postgres_from_url

SECRET_KEY = os.environ["PARLEY_SECRET_KEY"]
ALLOWED_HOSTS = ["localhost"]
INSTALLED_APPS = ["daphne", "channels", "bench.tutorial"]
ASGI_APPLICATION = "bench.tutorial.asgi.application"
DATABASES = {"default": postgres_from_url(os.environ["DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [os.environ["REDIS_URL"]]}},
}
