"""The forms of billing: they check what was typed and change nothing."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.billing.models import Subscription


class DetailsForm(forms.Form):
    """Who the invoices are made out to."""

    invoice_name = forms.CharField(max_length=120, required=False)
    invoice_address = forms.CharField(max_length=500, required=False)
    invoice_email = forms.EmailField(required=False)
    country = forms.CharField(max_length=2, required=False)
    vat_number = forms.CharField(max_length=20, required=False)

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].strip().upper()
        if country and not re.fullmatch("[A-Z]{2}", country):
            raise forms.ValidationError(_("Two letters, such as PT or DE."))
        return country

    def clean_vat_number(self) -> str:
        number = re.sub(r"[ .-]", "", self.cleaned_data["vat_number"]).upper()
        if number and not re.fullmatch("[A-Z]{2}[0-9A-Z]{2,13}", number):
            raise forms.ValidationError(_("It begins with the country’s two letters."))
        return number

    @classmethod
    def of(cls, subscription: Subscription) -> DetailsForm:
        """The form as the details stand now."""
        return cls(initial={name: getattr(subscription, name) for name in cls.base_fields})
