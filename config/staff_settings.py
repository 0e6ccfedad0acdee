"""The settings of the staff site: Parley's own, with another database role, other addresses and other cookies."""

from __future__ import annotations

from urllib.parse import urlsplit

from config.env import postgres_from_url
from config.settings import *  # noqa: F403  (everything that is not said here)
from config.settings import CONTENT_SECURITY_POLICY, DATABASES, MIDDLEWARE, PRODUCTION, env

STAFF_SITE = True
OPERATORS_LANGUAGES = ["en"]  # these pages are in no catalogue
PARLEY_URL = env.origin("PARLEY_STAFF_URL")
ALLOWED_HOSTS = [str(urlsplit(PARLEY_URL).hostname)]
CSRF_TRUSTED_ORIGINS = [PARLEY_URL]
ROOT_URLCONF = "config.staff_urls"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**CONTENT_SECURITY_POLICY["DIRECTIVES"], "connect-src": ["'self'"]}}

# As parley_staff, to whom Postgres shows a customer's rows under a live grant only, page by page.
_own = postgres_from_url(env.text("DATABASE_STAFF_URL"))
_former = DATABASES["default"]
DATABASES = {"default": {**_former, **_own, "OPTIONS": {**_former["OPTIONS"], **_own["OPTIONS"]}}}  # type: ignore[dict-item]

# This role reads no sessions, or it could take a customer's: staff carry theirs, signed, for eight hours at most.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_NAME = "__Host-staff" if PRODUCTION else "parley_staff"
CSRF_COOKIE_NAME = "__Host-staff-csrf" if PRODUCTION else "parley_staff_csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
# Staff are not customers' users: nothing of their signing in, and nothing that writes about them.
_NOT_HERE = ("AuthenticationMiddleware", "MessageMiddleware", "keep_sessions", "speak_as_chosen")
MIDDLEWARE = [one for one in MIDDLEWARE if not one.endswith(_NOT_HERE)]
