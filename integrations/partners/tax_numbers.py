"""VAT and tax numbers and IBANs: their form and their check digits, by python-stdnum. Nobody is asked over the network."""

from __future__ import annotations

from importlib import import_module

from django.utils.translation import gettext as _
from stdnum import get_cc_module, iban
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from accounts.errors import Invalid

# Which of a country's numbers is the one that its tax office calls by; elsewhere the form is not known to us.
TIN = {
    "AT": ("tin",),
    "BE": ("nn",),
    "CH": ("uid",),
    "DE": ("idnr", "stnr"),
    "DK": ("cpr",),
    "ES": ("nif",),
    "FI": ("hetu",),
    "FR": ("nif",),
    "GB": ("utr",),
    "IE": ("pps",),
    "IT": ("codicefiscale",),
    "NL": ("bsn",),
    "PL": ("pesel", "nip"),
    "PT": ("nif",),
    "SE": ("personnummer",),
    "US": ("tin",),
}
LONGEST = 30


def clean_vat(country: str, number: str) -> str:
    """The compact number with its country in front. Raises Invalid, in the words of what is wrong with it."""
    module = get_cc_module(country.lower(), "vat")
    compact = "".join(number.split()).upper()
    if module is None:
        return _unknown(compact, "vat_number")
    try:
        bare = str(module.validate(compact))
    except ValidationError as wrong:
        raise Invalid(fields={"vat_number": _words(wrong)}) from None
    prefix = "EL" if country == "GR" else country
    return bare if bare.startswith(prefix) else prefix + bare


def clean_tin(country: str, number: str) -> str:
    """The compact number. Raises Invalid."""
    compact, wrong = "".join(number.split()).upper(), None
    for name in TIN.get(country, ()):
        try:
            return str(import_module(f"stdnum.{country.lower()}.{name}").validate(compact))
        except ValidationError as refused:
            wrong = wrong or refused
    if wrong is not None:
        raise Invalid(fields={"tax_number": _words(wrong)})
    return _unknown(compact, "tax_number")


def clean_iban(number: str) -> str:
    """The compact IBAN. Raises Invalid."""
    try:
        return str(iban.validate(number))
    except ValidationError as wrong:
        raise Invalid(fields={"iban": _words(wrong)}) from None


def _unknown(compact: str, field: str) -> str:
    if not 4 <= len(compact) <= LONGEST or not compact.replace("-", "").replace("/", "").replace(".", "").isalnum():
        raise Invalid(fields={field: _("Letters and digits alone, at least four.")})
    return compact


def _words(wrong: ValidationError) -> str:
    if isinstance(wrong, InvalidLength):
        return _("Numbers of this country are longer or shorter.")
    if isinstance(wrong, InvalidChecksum):
        return _("The check digit does not fit: look for a typing error.")
    return _("No number of this country looks like this.")
