"""What a webhook must be told: its address, which the guarded door has looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from integrations import outbound
from integrations.connectors import ConnectorForm
from integrations.outbound import OutboundRefused


class WebhookForm(ConnectorForm):
    url = forms.CharField(label=_("Address"), help_text=_("Begins with https://"), max_length=2000)

    def clean_url(self) -> str:
        """INT4: on saving, and again at each request."""
        url: Any = self.cleaned_data["url"]
        try:
            outbound.check(str(url))
        except OutboundRefused as refused:
            raise forms.ValidationError(refused.detail) from None
        return str(url)
