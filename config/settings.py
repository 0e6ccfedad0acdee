"""Parley's settings: everything that differs between installations comes from the environment.

`PARLEY_ENV` says what this is: `production` (the default, and the strictest), `embedded` (`make run` on one machine) or `test`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE

from config.allauth import *  # noqa: F403
from config.billing import *  # noqa: F403
from config.env import POOL, Env, celery_url, postgres_from_url
from config.files import *  # noqa: F403
from config.logs import logging_config
from config.mail import *  # noqa: F403
from config.outbound import *  # noqa: F403
from config.schedule import *  # noqa: F403
from config.static import static_headers

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("PARLEY_VAR_DIR", str(BASE_DIR / "var")))

PARLEY_ENV = env.choice("PARLEY_ENV", ("production", "embedded", "test"), "production")
PRODUCTION = PARLEY_ENV == "production"
EMBEDDED = PARLEY_ENV == "embedded"
TESTING = PARLEY_ENV == "test"
DEBUG = env.flag("PARLEY_DEBUG")

# Secrets ------------------------------------------------------------------------------------------------------------
SECRET_KEY = env.text("PARLEY_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("PARLEY_SECRET_KEY_FALLBACKS")
# What wraps the keys of sealed secrets: a file, or a key of AWS KMS. Only the path is read here: the file may change.
KEY_FILE = env.source.get("PARLEY_KEY_FILE", "")
KMS_KEY = env.text("PARLEY_KMS_KEY", "")
# Exports lie in a bucket where one is named, else in this folder.
EXPORT_BUCKET = env.text("PARLEY_EXPORT_BUCKET", "")
EXPORT_ENDPOINT = env.text("PARLEY_EXPORT_ENDPOINT", "")
EXPORT_DIR = env.text("PARLEY_EXPORT_DIR", str(VAR_DIR / "exports"))
# Partners' certificates, sealed: in the same bucket, else in this folder.
PARTNER_DIR = env.text("PARLEY_PARTNER_DIR", str(VAR_DIR / "partners"))
# What was erased, as hashes: outside the database, so that a restored one can be told again.
TOMBSTONES_FILE = env.text("PARLEY_TOMBSTONES_FILE", str(VAR_DIR / "tombstones"))

# By what push services know us (RFC 8292): 32 random bytes as base64url, and whom they may write to. Without a key nobody is pushed.
VAPID_KEY = env.text("PARLEY_VAPID_KEY", "")

# Addresses ----------------------------------------------------------------------------------------------------------
PARLEY_URL = env.origin("PARLEY_URL", "http://localhost:8000" if not PRODUCTION else None)
WIDGET_URL = env.origin("PARLEY_WIDGET_URL", PARLEY_URL)
_HOSTS = {str(urlsplit(url).hostname) for url in (PARLEY_URL, WIDGET_URL, FILES_URL)}  # noqa: F405
ALLOWED_HOSTS = sorted(_HOSTS | set(env.words("PARLEY_HOSTS")) | (set() if PRODUCTION else {"localhost", "127.0.0.1", "[::1]"}))
CSRF_TRUSTED_ORIGINS = [PARLEY_URL]
# The project whose help centre is Parley's own: sign-in and the panel lead there. Without one they lead nowhere.
HELP_PROJECT = env.text("PARLEY_HELP_PROJECT", "parley" if EMBEDDED else "")
# Where Parley's own people come in: a process of its own serves it (config/staff_settings.py).
STAFF_URL = env.origin("PARLEY_STAFF_URL") if env.text("PARLEY_STAFF_URL", "") else ""
STAFF_SITE = False  # whether this is that process
CUSTOMERS_URLS = [PARLEY_URL, WIDGET_URL]
# Where somebody who finds a hole writes to (RFC 9116): an address as `mailto:…` or `https://…`.
SECURITY_CONTACT = env.text("PARLEY_SECURITY_CONTACT", f"mailto:security@{urlsplit(PARLEY_URL).hostname}")
VAPID_CONTACT = SECURITY_CONTACT
# Addresses of proxies whose X-Forwarded-* we believe; from anybody else these headers are removed.
TRUSTED_PROXIES = env.words("PARLEY_TRUSTED_PROXIES")
# The header in which they say the visitor's country, as CF-IPCountry or CloudFront-Viewer-Country: without it nobody knows.
COUNTRY_HEADER = env.text("PARLEY_COUNTRY_HEADER", "")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Apps ---------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "csp",
    "accounts",
    "chat",
    "widget",
    "widget.rules",
    "widget.mail",
    "widget.help",
    "integrations",
    "integrations.partners",
    "panel",
    "panel.imports",
    "panel.notices",
    "panel.reports",
    "config",
]
MIDDLEWARE = [
    "config.middleware.trust_proxies",
    "config.middleware.request_ids",
    "config.headers.say_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageOfPeople",
    "config.limits.limit_requests",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.signing_in.keeping.keep_sessions",
    "accounts.signing_in.language.speak_as_chosen",
    "accounts.signing_in.single_sign_on.keep_to_the_account",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.appearance",
            ]
        },
    }
]

# Servers ------------------------------------------------------------------------------------------------------------
ASGI_SERVER = env.choice("PARLEY_ASGI", ("daphne", "uvicorn"), "daphne")
WATCH_LOOP = env.flag("PARLEY_WATCH", default=DEBUG or TESTING)  # says who keeps the event loop from turning
DRAIN_S = env.whole("PARLEY_DRAIN_S", 25 if PRODUCTION else 2)

# Stores -------------------------------------------------------------------------------------------------------------
DATABASES: dict[str, Any] = {
    # The staff site is given the password of its own role and no other.
    "default": postgres_from_url(env.text("DATABASE_URL", env.text("DATABASE_STAFF_URL", "") or None))
}
# Under ASGI every request is a new thread: only a pool keeps connections, and CONN_MAX_AGE beside it would leak them.
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["OPTIONS"] |= {
    "options": "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=30000",
    "connect_timeout": 3,
}
if not TESTING and env.flag("PARLEY_DB_POOL", default=True):
    DATABASES["default"]["OPTIONS"]["pool"] = {**POOL, "max_size": env.whole("PARLEY_DB_POOL_SIZE", 12, least=2)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
# The doorbell may ring in a Redis of its own, or in several: groups are spread over them.
DOORBELL_URLS = env.words("PARLEY_DOORBELL_URLS") or [REDIS_URL]
_LAYERS = {"hub": "chat.hub.Hub", "pubsub": "channels_redis.pubsub.RedisPubSubChannelLayer"}
_LAYER = _LAYERS[env.choice("PARLEY_CHANNEL_LAYER", ("hub", "pubsub"), "hub")]
CHANNEL_LAYERS = {"default": {"BACKEND": _LAYER, "CONFIG": {"hosts": DOORBELL_URLS}}}
# WSS7, for each web process. Many people share an office's address; a load test of an embedded run has only one.
SOCKETS_PER_ADDRESS = env.whole("PARLEY_SOCKETS_PER_ADDRESS", 1000 if PRODUCTION else 10_000, least=1)
SOCKETS_PER_PERSON = env.whole("PARLEY_SOCKETS_PER_PERSON", 50, least=1)
# INP: how fast one connection may speak. Nobody types this fast; a load test does.
FRAMES_PER_S = env.whole("PARLEY_FRAMES_PER_S", 20, least=1)
FRAMES_BURST = env.whole("PARLEY_FRAMES_BURST", 40, least=1)
# AVL1: everything else of docs/limits.md, times this. A machine under test is one address that does the work of many.
LIMITS_TIMES = env.whole("PARLEY_LIMITS_TIMES", 1 if PRODUCTION else 100, least=1)
CACHES = {
    "default": {
        "BACKEND": "config.cache.SharedCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
        "OPTIONS": {"serializer": "config.cache.JsonSerializer", "socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
CELERY_BROKER_URL = celery_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# Audit --------------------------------------------------------------------------------------------------------------
# Where the ends of the audit logs are written each hour: a bucket with object lock, else a file below VAR_DIR.
AUDIT_BUCKET = env.text("PARLEY_AUDIT_BUCKET", "")
AUDIT_ENDPOINT = env.text("PARLEY_AUDIT_ENDPOINT", "")
AUDIT_KEEP_DAYS = env.whole("PARLEY_AUDIT_KEEP_DAYS", 3650, least=1)

# People -------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "accounts.signing_in.single_sign_on.ProviderBackend",
]
PASSWORD_HASHERS = ["accounts.signing_in.hashing.Argon2idHasher"]
if TESTING:  # one test runs with argon2 by name; the others would spend their time in it
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/panel/"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # the embedded run is http on localhost

# Words, times, files ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ar", "العربية"),
]
VISITORS_LANGUAGES = [code for code, _name in LANGUAGES]
OPERATORS_LANGUAGES = ["en", "de"]
if not PRODUCTION:  # accented English, longer than it should be: shows what has no translation, and what has no room
    LANGUAGES.append(("en-xa", "Åççéñtéd"))
    OPERATORS_LANGUAGES.append("en-xa")
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
BUILD_DIR = VAR_DIR / "build"
STATICFILES_DIRS = [BASE_DIR / "static", *([BUILD_DIR] if BUILD_DIR.is_dir() else [])]
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = env.flag("PARLEY_RELOAD")  # `make dev`: files come and go while we serve
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[0-9A-Z]{8}\.(js|css|map)$"
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
DEMO_FILE = VAR_DIR / "demo.json"

# Headers and cookies ------------------------------------------------------------------------------------------------
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked inside the private network, without TLS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "parley_session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if PRODUCTION else "csrftoken"
REFERRAL_COOKIE_NAME = "__Host-referral" if PRODUCTION else "parley_referral"
DEVICE_COOKIE_NAME = "__Host-device" if PRODUCTION else "parley_device"
SESSION_COOKIE_AGE = 30 * 86_400  # and 12 hours without a request: accounts/signing_in/lifetimes.py
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie besides those two
_SOCKET_ORIGIN = PARLEY_URL.replace("http", "ws", 1)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [NONCE, "'strict-dynamic'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", FILES_URL],  # noqa: F405
        "font-src": ["'self'"],
        "connect-src": ["'self'", _SOCKET_ORIGIN, *FILES_PLACES],  # noqa: F405
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        # A search of our own help is asked here and answered there.
        "form-action": ["'self'", *([WIDGET_URL] if WIDGET_URL != PARLEY_URL else [])],
        # No string becomes markup or code, and no policy may be made that lets one.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["'none'"],
    }
}

# REST ---------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["panel.api.signing_in.KeyAuthentication", "panel.api.signing_in.PanelSession"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "panel.api.door.contract_error",
    "UNAUTHENTICATED_USER": None,
}

LOGGING = logging_config(json_lines=env.choice("PARLEY_LOG", ("json", "text"), "json" if PRODUCTION else "text") == "json")
LOGGING_CONFIG = "logging.config.dictConfig"
