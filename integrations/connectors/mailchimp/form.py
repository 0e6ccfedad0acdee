"""What Mailchimp must be told: a key, whose end names the data centre, and which audience."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from integrations.connectors import ConnectorForm


def is_merge_tag(name: str) -> bool:
    """Whether a field of an audience can be called this."""
    return re.fullmatch(r"[A-Z][A-Z0-9_]{0,9}", name) is not None


class MailchimpForm(ConnectorForm):
    secret = ("api_key",)

    api_key = forms.CharField(
        label=_("API key"),
        help_text=_("Ends with the data centre, for example -us21"),
        max_length=100,
        validators=[RegexValidator(r"^[0-9a-f]{32}-[a-z]{2}\d{1,3}$", _("This is no key of Mailchimp."))],
    )
    audience = forms.CharField(
        label=_("Audience id"),
        help_text=_("Ten letters and digits"),
        max_length=20,
        validators=[RegexValidator(r"^[0-9a-z]{6,20}$", _("This is no id of an audience."))],
    )
    double_opt_in = forms.BooleanField(label=_("Mailchimp asks them once more by email"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        key = found.get("api_key")
        found["server"] = key.rpartition("-")[2] if key else self.former.get("server", "")
        return found
