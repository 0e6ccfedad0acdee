"""The form of a grant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.give_grant import MOST_HOURS
from accounts.models import Grant, Project
from accounts.models.grant import USUAL_HOURS

HOURS = ((1, _("1 hour")), (USUAL_HOURS, _("24 hours")), (72, _("3 days")), (MOST_HOURS, _("7 days, the longest")))


class GrantForm(forms.Form):
    """For how long, for which project, what for, and whether conversations may be read."""

    hours = forms.TypedChoiceField(choices=HOURS, coerce=int, initial=USUAL_HOURS)
    project = forms.ChoiceField(required=False)
    reason = forms.CharField(max_length=200, error_messages={"required": _("Say what they should look at.")})
    conversations = forms.BooleanField(required=False)

    def __init__(self, projects: list[Project], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(project.public_id): project for project in projects}
        choice = self.fields["project"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("All projects")), *((key, project.name) for key, project in self.by_id.items())]
        # The narrowest is the suggestion.
        self.initial.setdefault("project", next(iter(self.by_id), ""))

    def wanted(self) -> dict[str, Any]:
        """What `give_grant` is told."""
        said = self.cleaned_data
        scope = Grant.Scope.CONVERSATIONS if said["conversations"] else Grant.Scope.SETTINGS
        return {"project": self.by_id.get(said["project"]), "scope": scope.value, "reason": said["reason"], "hours": said["hours"]}
