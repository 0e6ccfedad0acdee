"""Addresses below /w/api/."""

from django.urls import path, re_path

from widget.api import doors, files
from widget.api import help as help_centre
from widget.api.transcript import transcript

urlpatterns = [
    path("frames", doors.frames),
    path("feed", doors.feed),
    path("transcript", transcript),
    path("help", help_centre.home),
    path("help/search", help_centre.search),
    path("help/<slug:article>", help_centre.article),
    path("help/<uuid:article>/answer", help_centre.answer),
    path("files", files.files),
    path("files/<str:file>", files.one_file),
    path("files/<str:file>/done", files.done),
    re_path(r"^files/(?P<file>[^/]+)/(?P<what>content|thumbnail)$", files.content),
]
