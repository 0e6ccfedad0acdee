"""The forms of people and projects: they check what was typed and change nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import arrivals
from accounts.cards import mask_cards
from accounts.models import User


class NameForm(forms.Form):
    """What sign-up asks besides e-mail and password."""

    name = forms.CharField(max_length=120, error_messages={"required": _("Visitors need a name to talk to.")})

    def signup(self, request: HttpRequest, user: Any) -> None:
        """django-allauth's hook for the fields it does not know itself."""
        person: User = user
        person.name = mask_cards(self.cleaned_data["name"])
        person.save(update_fields=["name"])
        arrivals.tell(request, person)
