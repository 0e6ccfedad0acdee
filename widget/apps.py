"""The visitors' side: script tag, chat frame, their doors."""

from django.apps import AppConfig


class WidgetConfig(AppConfig):
    name = "widget"
