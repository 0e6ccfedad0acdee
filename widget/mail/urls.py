"""Addresses below /mail/: what links in mails lead to, and where mails come in."""

from django.urls import path

from widget.mail.views.from_ses import FromSES
from widget.mail.views.rate import rate
from widget.mail.views.stop import stop

urlpatterns = [
    path("stop/<str:token>/", stop, name="mail_stop"),
    path("rate/<str:token>/", rate, name="mail_rate"),
    path("from-ses/", FromSES.as_view(), name="mail_from_ses"),
]
