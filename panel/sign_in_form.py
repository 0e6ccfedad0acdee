"""The form of an account's own way to sign in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.connect_sign_in_provider import ROLES
from accounts.models import SignInProvider
from accounts.sign_in_terms import Terms
from integrations import outbound

NAMES = ("issuer", "client_id", "newcomers", "role", "second_step")


class SignInForm(forms.Form):
    """Issuer, client, secret, and how much of the provider's word counts. The secret is never shown again: empty keeps it."""

    issuer = forms.CharField(max_length=500, error_messages={"required": _("Paste the issuer’s address.")})
    client_id = forms.CharField(max_length=255, error_messages={"required": _("Paste the client’s id.")})
    secret = forms.CharField(max_length=500, required=False, strip=True)
    newcomers = forms.BooleanField(required=False)
    role = forms.ChoiceField(choices=[(role.value, role.label) for role in ROLES])
    second_step = forms.BooleanField(required=False)

    @classmethod
    def of(cls, provider: SignInProvider | None) -> SignInForm:
        """As it stands."""
        return cls(initial={name: getattr(provider, name) for name in NAMES} if provider else None)

    def clean_issuer(self) -> str:
        issuer: str = self.cleaned_data["issuer"]
        try:
            outbound.check(issuer)
        except outbound.OutboundRefused as refused:
            raise forms.ValidationError(refused.detail) from None
        return issuer

    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in NAMES})
