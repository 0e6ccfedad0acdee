"""What HubSpot must be told: the token of a private app."""

from __future__ import annotations

import re

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from integrations.connectors import ConnectorForm


def is_property(name: str) -> bool:
    """Whether a property of HubSpot can be called this."""
    return re.fullmatch(r"[a-z][a-z0-9_]{0,79}", name) is not None


class HubSpotForm(ConnectorForm):
    secret = ("token",)

    portal = forms.CharField(label=_("Account"), help_text=_("As your team calls it"), max_length=80, required=False)
    token = forms.CharField(
        label=_("Access token"),
        help_text=_("Begins with pat-"),
        max_length=200,
        validators=[RegexValidator(r"^pat-[a-z]{2}\d-[A-Za-z0-9-]+$", _("This is no token of a private app."))],
    )
