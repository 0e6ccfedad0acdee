"""How people sign in: the settings of django-allauth."""

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.NameForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# Signing up with an address that exists looks exactly like signing up with a new one; the mail tells its owner.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
# Mail scanners open every link: only a press on the page confirms.
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# Confirmed in another browser than the one that signed up: the sign-in page says that it worked.
ACCOUNT_EMAIL_CONFIRMATION_ANONYMOUS_REDIRECT_URL = "/accounts/login/?confirmed"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# We slow guessing down and never lock anybody out: whoever knows an address could lock its owner's door.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,10/m/key", "login_network": "100/m/key", "confirm_email": "1/60s/key"}
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 56
# The mail says so: a reset link works for 30 minutes.
PASSWORD_RESET_TIMEOUT = 30 * 60
# Who showed this lately who they are is not asked again (AUN13).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# A new address counts once it is confirmed, and takes the place of the old one; both are told (AUN14).
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A new password ends the other sessions, and keeps the one it was typed in.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {"change_password": "accounts.signing_in.new_password.NewPasswordForm"}

MFA_ADAPTER = "accounts.signing_in.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.signing_in.codes.CodeForm",
    "reauthenticate": "accounts.signing_in.codes.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Parley"
MFA_TOTP_TOLERANCE = 1  # phones' clocks are half a minute off; each step still works once
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
