"""Addresses under `/w/`: what a customer's page loads, and the visitor's doors without sockets."""

from django.urls import include, path, re_path

from widget.views.errors import errors
from widget.views.frame import frame
from widget.views.loader import configuration, moving, pinned, types

KEY = r"(?P<key>[0-9A-Za-z_-]{4,32})"

urlpatterns = [
    path("api/", include("widget.api.urls")),
    path("errors", errors, name="widget_errors"),
    path("parley.d.ts", types, name="widget_types"),
    path("v/<str:hash>.js", pinned, name="widget_pinned"),
    re_path(rf"^{KEY}\.js$", moving, name="widget_loader"),
    re_path(rf"^{KEY}\.json$", configuration, name="widget_configuration"),
    re_path(rf"^{KEY}/$", frame, name="widget_frame"),
]
