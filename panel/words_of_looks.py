"""What the choices of a widget's looks are called on the designer's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

THEME_NAMES = (("auto", _("As the visitor’s device")), ("light", _("Light")), ("dark", _("Dark")))
LAUNCHER_NAMES = (("bubble", _("Bubble")), ("label", _("Bubble with words")))
ICON_NAMES = (
    ("lines", _("Two lines")),
    ("chat", _("Speech")),
    ("question", _("Question mark")),
    ("hand", _("Hand")),
    ("phone", _("Telephone")),
    ("heart", _("Heart")),
)
