"""Addresses below /w/api/."""

from django.urls import path, re_path

from widget.api import doors, files
from widget.api.transcript import transcript

urlpatterns = [
    path("frames", doors.frames),
    path("feed", doors.feed),
    path("transcript", transcript),
    path("files", files.files),
    path("files/<str:file>", files.one_file),
    path("files/<str:file>/done", files.done),
    re_path(r"^files/(?P<file>[^/]+)/(?P<what>content|thumbnail)$", files.content),
]
