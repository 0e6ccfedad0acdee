"""The language of a person's own panel."""

from __future__ import annotations

from contextlib import suppress

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions.choose_language import choose_language
from accounts.doors import actor_here
from accounts.errors import NotFound
from accounts.models import User


class LanguageForm(forms.Form):
    """One of those that the panel speaks, or whatever the browser asks for."""

    language = forms.CharField(max_length=8, required=False)

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        if language and language not in settings.OPERATORS_LANGUAGES:
            raise forms.ValidationError("")
        return language


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def language(request: HttpRequest) -> HttpResponse:
    """The page, and its press."""
    assert isinstance(request.user, User)
    form = LanguageForm(request.POST)
    if request.method == "POST" and form.is_valid():
        choose_language(request.user, form.cleaned_data["language"])
        return redirect(f"{request.path}?saved")
    with suppress(NotFound):  # somebody without any account has a language too
        request.actor = actor_here(request)  # type: ignore[attr-defined]
    names = dict(settings.LANGUAGES)
    spoken = [(code, names[code]) for code in settings.OPERATORS_LANGUAGES]
    words = {"spoken": spoken, "chosen": request.user.language, "saved": "saved" in request.GET}
    return render(request, "panel/settings/language.html", words)
