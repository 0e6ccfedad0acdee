"""Addresses below `/help/<project_slug>/`. Two letters are a language; without them it is the centre's first one."""

from __future__ import annotations

from django.urls import include, path, re_path

from widget.help.views import answers, pages

SLUG = r"(?P<slug>[a-z0-9][a-z0-9-]{2,79})"

in_a_language = [
    path("", pages.home, name="help_home"),
    path("search/", pages.search, name="help_search"),
    path("search.json", answers.found, name="help_found"),
    re_path(rf"^topics/{SLUG}/$", pages.topic, name="help_topic"),
    re_path(rf"^{SLUG}/$", pages.article, name="help_article"),
    re_path(rf"^{SLUG}/answer/$", answers.answer, name="help_answer"),
]
urlpatterns = [
    path("<slug:project>/sitemap.xml", answers.sitemap, name="help_sitemap"),
    path("<slug:project>/look.css", answers.look, name="help_look"),
    re_path(r"^(?P<project>[-\w]+)/(?P<language>[a-z]{2})/", include(in_a_language)),
    path("<slug:project>/", include(in_a_language)),
]
