"""The forms of partners: they check what was typed and change nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from integrations.partners.profile import Profile

COUNTRIES = (
    ("AT", _("Austria")),
    ("AU", _("Australia")),
    ("BE", _("Belgium")),
    ("BG", _("Bulgaria")),
    ("BR", _("Brazil")),
    ("CA", _("Canada")),
    ("CH", _("Switzerland")),
    ("CY", _("Cyprus")),
    ("CZ", _("Czechia")),
    ("DE", _("Germany")),
    ("DK", _("Denmark")),
    ("EE", _("Estonia")),
    ("ES", _("Spain")),
    ("FI", _("Finland")),
    ("FR", _("France")),
    ("GB", _("United Kingdom")),
    ("GR", _("Greece")),
    ("HR", _("Croatia")),
    ("HU", _("Hungary")),
    ("IE", _("Ireland")),
    ("IN", _("India")),
    ("IT", _("Italy")),
    ("LT", _("Lithuania")),
    ("LU", _("Luxembourg")),
    ("LV", _("Latvia")),
    ("MT", _("Malta")),
    ("NL", _("Netherlands")),
    ("NO", _("Norway")),
    ("PL", _("Poland")),
    ("PT", _("Portugal")),
    ("RO", _("Romania")),
    ("SE", _("Sweden")),
    ("SI", _("Slovenia")),
    ("SK", _("Slovakia")),
    ("US", _("United States")),
)


class ApplicationForm(forms.Form):
    """Who wants to be a partner."""

    name = forms.CharField(max_length=120)
    website = forms.CharField(max_length=200, required=False)
    about = forms.CharField(max_length=1000, required=False)


class TaxForm(forms.Form):
    """The tax profile. The three numbers are shown masked and left empty to stay as they are."""

    kind = forms.ChoiceField(choices=[("person", _("A person")), ("company", _("A company"))])
    legal_name = forms.CharField(max_length=120)
    country = forms.ChoiceField(choices=COUNTRIES)
    vat_number = forms.CharField(max_length=30, required=False)
    tax_number = forms.CharField(max_length=30, required=False)
    address = forms.CharField(max_length=200)
    postcode = forms.CharField(max_length=20)
    city = forms.CharField(max_length=80)
    iban = forms.CharField(max_length=42, required=False)
    self_billing = forms.BooleanField(required=False)
    declared_by = forms.CharField(max_length=120)
    declared = forms.BooleanField(error_messages={"required": _("Nothing is paid without this declaration.")})

    @property
    def said(self) -> dict[str, Any]:
        """What goes into the profile: the declaration stands in it by its name and day."""
        return {name: value for name, value in self.cleaned_data.items() if name != "declared"}

    @classmethod
    def of(cls, profile: Profile) -> TaxForm:
        shown = ("kind", "legal_name", "country", "address", "postcode", "city", "self_billing", "declared_by")
        initial = {name: getattr(profile, name) for name in shown}
        return cls(initial={**initial, "declared": bool(profile.declared_on)})
