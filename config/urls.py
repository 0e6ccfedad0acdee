"""Every address, by audience."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts.views import landing
from config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", landing.landing, name="landing"),
    path("accounts/", include("accounts.urls")),
    path("panel/", include("panel.urls")),
    path("api/v1/", include("panel.api.urls")),
    path("w/", include("widget.urls")),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
]
if not settings.PRODUCTION:  # the demo exists on this machine only
    urlpatterns += [path("demo/mail/", include("accounts.demo.urls")), path("demo/", include("widget.demo.urls"))]
