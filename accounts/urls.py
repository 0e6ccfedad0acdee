"""Addresses below /accounts/: only the pages of django-allauth that Parley has drawn, under allauth's own names."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts.views import second_factor
from accounts.views.invitation import invitation
from accounts.views.password_reset import password_reset_from_key

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("confirm-email/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("invitation/<str:token>/", invitation, name="account_invitation"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("email/", views.email, name="account_email"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("2fa/", RedirectView.as_view(pattern_name="panel_security"), name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/", second_factor.AddApp.as_view(), name="mfa_activate_totp"),
    path("2fa/app/drop/", second_factor.DropApp.as_view(), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/new/", second_factor.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("2fa/passkeys/add/", second_factor.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("2fa/passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/passkeys/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/<int:pk>/drop/", second_factor.DropPasskey.as_view(), name="mfa_remove_webauthn"),
    path("2fa/passkeys/<int:pk>/rename/", second_factor.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
]
