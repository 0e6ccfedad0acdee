"""Addresses below /panel/ that are about calling people."""

from __future__ import annotations

from django.urls import path

from panel.notices.views import browsers, choices, ladder, why, worker

urlpatterns = [
    path("worker.js", worker.worker, name="panel_worker"),
    path("settings/notifications/", choices.choices, name="panel_notifications"),
    path("settings/notifications/why/", why.why, name="panel_why"),
    path("settings/notifications/mail/", why.test_mail, name="panel_test_mail"),
    path("<uuid:project>/settings/notifications/", ladder.ladder, name="panel_ladder"),
    path("notices/browsers/", browsers.subscribe, name="panel_subscribe"),
    path("notices/browsers/renew/", browsers.renew, name="panel_renew"),
    path("notices/browsers/<uuid:device>/", browsers.state, name="panel_browser"),
    path("notices/browsers/<uuid:device>/test/", browsers.test, name="panel_test_browser"),
    path("notices/browsers/<uuid:device>/remove/", browsers.remove, name="panel_remove_browser"),
    path("notices/heard/", browsers.heard, name="panel_heard"),
]
