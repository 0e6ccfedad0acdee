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
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,10/m/key", "confirm_email": "1/60s/key"}
# The mail says so: a reset link works for 30 minutes.
PASSWORD_RESET_TIMEOUT = 30 * 60
