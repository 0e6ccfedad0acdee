"""Every address, by audience."""

from __future__ import annotations

from django.conf import settings
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from accounts.views import landing, security
from config import health
from panel.views import api_docs, callbacks

urlpatterns: list[URLPattern | URLResolver] = [
    path("", landing.landing, name="landing"),
    path("security/", security.security, name="security"),
    path(".well-known/security.txt", security.security_txt),
    path("accounts/sso/", include("integrations.single_sign_on.urls")),
    path("accounts/", include("accounts.urls")),
    path("panel/", include("panel.urls")),
    path("api/v1/", include("panel.api.urls")),
    path("api/schema/", api_docs.schema, name="api_schema"),
    path("api/docs/", api_docs.docs, name="api_docs"),
    path("integrations/", include("integrations.urls")),
    path("", include("integrations.partners.urls")),
    path("mail/", include("widget.mail.urls")),
    path("billing/callbacks/<slug:company>/", callbacks.callback),
    path("w/", include("widget.urls")),
    path("help/", include("widget.help.urls")),
    path("files/help/", include("widget.help.picture_urls")),
    path("files/", include("chat.urls")),
    # Asked for by browsers on their own, also by the full-page chat.
    path("favicon.ico", RedirectView.as_view(url=static("logo.svg"), permanent=True)),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
]
if not settings.PRODUCTION:  # the demo exists on this machine only
    urlpatterns += [path("demo/mail/", include("accounts.demo.urls")), path("demo/", include("widget.demo.urls"))]

handler404 = "config.errors.not_found"
handler500 = "config.errors.broken"
