"""Where the link of an invitation leads: join as who you are, or sign up on the way."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions.accept_invitation import accept_as_newcomer, accept_invitation, held_invitation, is_theirs
from accounts.doors import LAST_ACCOUNT
from accounts.errors import Invalid, NotFound, Refused
from accounts.models import Role, SignInProvider, User


class NewcomerForm(forms.Form):
    """What somebody brings who is new to Parley. What is wrong with a password, the action says."""

    name = forms.CharField(max_length=120, error_messages={"required": _("Visitors need a name to talk to.")})
    password = forms.CharField(max_length=128, strip=False, error_messages={"required": _("Choose a password.")})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Every link that does not work (any more) is the same 404. Opening one changes nothing: mail scanners open all links."""
    try:
        if request.method != "POST":
            return _page(request, token, NewcomerForm())
        if isinstance(request.user, User):
            member = accept_invitation(token, request.user)
            request.session[LAST_ACCOUNT] = member.account_id
            return redirect("panel")
        return _sign_up(request, token)
    except NotFound:
        return render(request, "account/invitation_gone.html", status=404)
    except Refused as refused:
        return _page(request, token, NewcomerForm(), refused=refused.detail, status=refused.status)


def _sign_up(request: HttpRequest, token: str) -> HttpResponse:
    form = NewcomerForm(request.POST)
    if form.is_valid():
        try:
            person = accept_as_newcomer(token, **form.cleaned_data)
        except Invalid as wrong:
            for name, sentence in wrong.fields.items():
                form.add_error(name, sentence)
        else:
            return perform_login(request, person, redirect_url="/panel/")  # type: ignore[no-any-return]  # allauth ships no types
    return _page(request, token, form)


def _page(request: HttpRequest, token: str, form: NewcomerForm, *, refused: str = "", status: int = 200) -> HttpResponse:
    with held_invitation(token) as held:
        person = request.user if isinstance(request.user, User) else None
        words: dict[str, Any] = {
            "form": form,
            "refused": refused,
            "account": held.account.name,
            "inviter": held.invited_by.name,
            "role": held.get_role_display(),
            "email": held.email,
            "theirs": person is not None and is_theirs(person, held),
            "provider": SignInProvider.objects.first() if held.role != Role.OWNER else None,
            "token": token,
            "known": User.objects.filter(email=held.email).exists(),
        }
        return render(request, "account/invitation.html", words, status=status)
