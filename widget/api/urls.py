"""Addresses below /w/api/."""

from django.urls import path

from widget.api import doors

urlpatterns = [path("frames", doors.frames), path("feed", doors.feed)]
