"""Addresses below /api/v1/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, include, path, re_path

from panel.api import conversations, live, people


def at(route: str, view: Callable[..., Any]) -> URLPattern:
    """An address with or without its last slash: the contract writes them without, browsers' habits with."""
    return re_path(rf"^{route}/?$", view)


project = [
    at("conversations", conversations.Conversations.as_view()),
    at("conversations/counts", conversations.Counts.as_view()),
    at("conversations/(?P<conversation>[^/]+)", conversations.OneConversation.as_view()),
    at("conversations/(?P<conversation>[^/]+)/messages", conversations.Messages.as_view()),
    at("operators", people.Operators.as_view()),
    at("visitors/online", people.VisitorsOnline.as_view()),
    at("visitors/(?P<visitor>[^/]+)", people.OneVisitor.as_view()),
]

urlpatterns = [
    at("projects", people.Projects.as_view()),
    at("projects/(?P<project>[^/]+)", people.OneProject.as_view()),
    path("projects/<str:project>/", include(project)),
    at("live/frames", live.Frames.as_view()),
    at("live/feed", live.feed),
]
