"""What a person fills in about how they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from panel.notices.models import Ladder, Manner
from panel.notices.quiet import zones

if TYPE_CHECKING:
    _FormOfManner = forms.ModelForm[Manner]
else:
    _FormOfManner = forms.ModelForm

NEVER = (0, _("Leave this step out"))


def minutes(n: int) -> tuple[int, Any]:
    return (n, format_lazy(_("after {n} minutes"), n=n))  # "%" would speak the language of the process, not of the reader


MAIL = (NEVER, *map(minutes, (2, 5, 10, 15, 30, 60)))
COLLEAGUE = (NEVER, *map(minutes, (5, 10, 15, 30, 60, 120)))


class MannerForm(_FormOfManner):
    """Sounds, words and quiet hours."""

    time_zone = forms.ChoiceField(choices=[(name, name.replace("_", " ")) for name in sorted(zones())])

    class Meta:
        model = Manner
        fields = ("volume", "repeats", "show_text", "quiet", "quiet_from", "quiet_to", "quiet_weekends", "time_zone")

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name in ("quiet_from", "quiet_to"):  # as a browser's field of time reads it, whatever the language
            self.initial[name] = f"{self.initial[name]:%H:%M}"


class LadderForm(forms.Form):
    """The steps of a project's ladder; steps that were set by other means are offered too."""

    mail_after = forms.TypedChoiceField(choices=MAIL, coerce=int)
    colleague_after = forms.TypedChoiceField(choices=COLLEAGUE, coerce=int)
    colleague = forms.ChoiceField(required=False)
    show_text = forms.BooleanField(required=False)

    def __init__(self, ladder: Ladder, members: list[Member], data: Any = None) -> None:
        chosen = {"mail_after": ladder.mail_after, "colleague_after": ladder.colleague_after, "show_text": ladder.show_text}
        by_id = {member.pk: str(member.public_id) for member in members}
        super().__init__(data, initial={**chosen, "colleague": by_id.get(ladder.colleague_id or 0, "")})
        self.members = {str(member.public_id): member for member in members}
        for name, offered in (("mail_after", MAIL), ("colleague_after", COLLEAGUE)):
            kept = getattr(ladder, name)
            more = [] if kept in dict(offered) else [minutes(kept)]
            self.fields[name] = forms.TypedChoiceField(choices=[*offered, *more], coerce=int)
        everybody = [("", _("Admins and owners")), *((public_id, member.name) for public_id, member in self.members.items())]
        self.fields["colleague"] = forms.ChoiceField(choices=everybody, required=False)

    def wanted(self) -> dict[str, Any]:
        """For the action."""
        return {**self.cleaned_data, "colleague": self.members.get(self.cleaned_data["colleague"])}
