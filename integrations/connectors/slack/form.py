"""What Slack must be told: the webhook's address, which is its key as well."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from integrations.connectors import ConnectorForm

HOST = "hooks.slack.com"


class SlackForm(ConnectorForm):
    secret = ("webhook_url",)

    webhook_url = forms.CharField(
        label=_("Webhook address"),
        help_text=_("Begins with https://hooks.slack.com/services/"),
        max_length=300,
        validators=[
            RegexValidator(rf"^https://{HOST}/services/[A-Za-z0-9]+/[A-Za-z0-9]+/[A-Za-z0-9]+$", _("This is no webhook of Slack."))
        ],
    )
    channel = forms.CharField(label=_("Channel"), help_text=_("As your team calls it, for example #sales"), max_length=80, required=False)
