"""What Mattermost must be told: the webhook's address. Its server is shown; the rest of it is the key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from integrations.connectors import ConnectorForm


class MattermostForm(ConnectorForm):
    secret = ("webhook_url",)

    webhook_url = forms.CharField(
        label=_("Webhook address"),
        help_text=_("Like https://chat.example.com/hooks/xxx"),
        max_length=300,
        validators=[RegexValidator(r"^https://[^/\s?#@]+(/[\w.~-]+)*/hooks/[a-z0-9]+$", _("This is no webhook of Mattermost."))],
    )
    channel = forms.CharField(label=_("Channel"), help_text=_("As your team calls it"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        url = found.get("webhook_url")
        found["server"] = url.partition("/hooks/")[0] if url else self.former.get("server", "")
        return found
