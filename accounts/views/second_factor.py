"""Pages on which people set up, change and drop their second factors: django-allauth's, with what follows in Parley."""

from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.http import HttpResponse
from django.urls import reverse_lazy

from accounts.actions.change_second_factor import second_factor_changed

SECURITY = reverse_lazy("panel_security")


class Changing:
    """A page after whose form the person's second factors are others than before."""

    action: str
    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # a mixin of allauth's form views
        second_factor_changed(self.request, self.request.user, self.action)
        return response


class AddApp(Changing, ActivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    action = "second_factor.app_added"


class DropApp(Changing, DeactivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    action = "second_factor.app_removed"
    success_url = SECURITY


class NewRecoveryCodes(Changing, GenerateRecoveryCodesView):  # type: ignore[misc]  # allauth ships no types
    action = "second_factor.recovery_codes_made"


class AddPasskey(Changing, AddWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    action = "second_factor.passkey_added"


class DropPasskey(Changing, RemoveWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    action = "second_factor.passkey_removed"
    success_url = SECURITY


class RenamePasskey(EditWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    success_url = SECURITY
