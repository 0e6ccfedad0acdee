"""The forms of a project: they check what was typed and change nothing."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.domains import clean_domain, clean_domains
from accounts.errors import Invalid
from accounts.models import Project

# The colours offered first, by the names of their classes in onboarding.css; any other can be typed.
SWATCHES = (
    ("petrol", "#0F616F", _("Petrol")),
    ("cobalt", "#2D4A9A", _("Cobalt")),
    ("pine", "#1E5A34", _("Pine")),
    ("berry", "#7A2349", _("Berry")),
    ("clay", "#8F3A12", _("Clay")),
    ("ink", "#0E1C1F", _("Ink")),
)


class ProjectForm(forms.Form):
    """What a new project needs."""

    name = forms.CharField(max_length=120, error_messages={"required": _("Visitors see this name: write one.")})
    website = forms.CharField(max_length=253, error_messages={"required": _("Write the address of the site.")})
    color = forms.CharField(
        max_length=7,
        initial=SWATCHES[0][1],
        validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Write a colour like #0F616F."))],
        error_messages={"required": _("Choose a colour.")},
    )

    def clean_website(self) -> str:
        website: str = self.cleaned_data["website"]
        try:
            domain = clean_domain(website)
        except Invalid:
            raise forms.ValidationError(_("This is not an address. Write it like www.example.com.")) from None
        # A page without TLS keeps its http://: the allowed domain says so.
        return domain


class SettingsForm(ProjectForm):
    """What can be changed in a project."""

    allowed_domains = forms.CharField(max_length=5000, error_messages={"required": _("Name at least one domain.")})
    greeting = forms.CharField(max_length=200, required=False)
    email = forms.EmailField(max_length=254, required=False)
    live_visitors = forms.BooleanField(required=False)
    typing_preview = forms.BooleanField(required=False)
    page_history = forms.BooleanField(required=False)
    mask_cards = forms.BooleanField(required=False)
    ask_first = forms.BooleanField(required=False)

    def clean_website(self) -> str:
        return super().clean_website().removeprefix("http://")

    def clean_allowed_domains(self) -> list[str]:
        try:
            return clean_domains(self.cleaned_data["allowed_domains"].splitlines())
        except Invalid as refused:
            raise forms.ValidationError(refused.detail) from None

    @classmethod
    def of(cls, project: Project) -> SettingsForm:
        """The form as the project stands now."""
        fields = {name: getattr(project, name) for name in cls.base_fields}
        return cls(initial={**fields, "allowed_domains": "\n".join(project.allowed_domains)})
