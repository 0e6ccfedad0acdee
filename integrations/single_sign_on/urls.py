"""Addresses below /accounts/sso/."""

from django.urls import path

from integrations.single_sign_on import views

urlpatterns = [
    path("", views.which, name="single_sign_on_which"),
    path("<uuid:provider>/", views.start, name="single_sign_on"),
    path("<uuid:provider>/callback/", views.callback, name="single_sign_on_callback"),
]
