"""Addresses below /demo/mail/."""

from django.urls import path

from accounts.demo import views

urlpatterns = [
    path("", views.mailbox, name="demo_mailbox"),
    path("<slug:mail_id>/", views.mail, name="demo_mail"),
]
