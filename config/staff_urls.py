"""Every address of the staff site, which is served by a process of its own as parley_staff."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accounts.staff import views
from config import health
from integrations.partners.staff import views as partners
from panel.staff import views as granted

GRANT = "grants/<uuid:grant>/"
PROJECT = GRANT + "<uuid:project>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="staff_home"),
    path("sign-in/", views.sign_in, name="staff_sign_in"),
    path("enrol/<str:token>/", views.enrol, name="staff_enrol"),
    path("sign-out/", views.sign_out, name="staff_sign_out"),
    path("accounts/<uuid:account>/", views.account, name="staff_account"),
    path(GRANT, granted.projects, name="staff_projects"),
    path(GRANT + "open", granted.still_open, name="staff_still_open"),
    path(PROJECT + "settings/", granted.settings, name="staff_settings"),
    path(PROJECT + "conversations/", granted.conversations, name="staff_conversations"),
    path(PROJECT + "conversations/<uuid:conversation>/", granted.thread, name="staff_thread"),
    path("partners/", partners.partners, name="staff_partners"),
    path("partners/<uuid:partner>/", partners.partner, name="staff_partner"),
    path("partners/<uuid:partner>/tax/", partners.tax, name="staff_partner_tax"),
    path("healthz", health.healthz),
]

handler404 = "accounts.staff.views.not_found"
