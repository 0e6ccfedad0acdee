"""What GitHub must be told: which repository, and a token that may write issues there."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from integrations.connectors import ConnectorForm

NAME = r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,99})"


class GitHubForm(ConnectorForm):
    secret = ("token",)

    repository = forms.CharField(
        label=_("Repository"),
        help_text=_("Owner and name, for example fernhill/shop"),
        max_length=140,
        validators=[RegexValidator(rf"^{NAME}/{NAME}$", _("Write it as owner/name."))],
    )
    label = forms.CharField(label=_("Label"), help_text=_("One that the repository has"), max_length=50, required=False)
    token = forms.CharField(
        label=_("Token"),
        help_text=_("Begins with github_pat_"),
        max_length=255,
        validators=[RegexValidator(r"^github_pat_[A-Za-z0-9_]+$", _("Only a fine-grained token can be limited to one repository."))],
    )
