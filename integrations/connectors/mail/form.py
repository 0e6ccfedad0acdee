"""What is needed for a mail: where it goes to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from integrations.connectors import ConnectorForm


class EmailForm(ConnectorForm):
    address = forms.EmailField(label=_("Address"), help_text=_("Its owner is asked first"), max_length=254)
