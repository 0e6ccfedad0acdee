"""Refuses a deployment that cannot work or is not safe: Django system checks with ids of their own."""

from __future__ import annotations

import ipaddress
import re
import ssl
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connection

from accounts import key_ring
from config.reach import database_refusal, redis_refusal, redis_urls

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# In any spelling somebody may have copied from a page.
DEFAULT_SECRETS = ("change-me", "changeme", "secret", "django-insecure", "dev-secret", "example", "password")
# What switches off, in redis-py and in Celery, that a certificate is looked at.
UNCHECKED = re.compile(r"ssl_cert_reqs=(?!(cert_)?required)|ssl_check_hostname=(?!true)", re.IGNORECASE)
SECRET_AT_LEAST = 50  # Django's own check for deployment asks for as many


@register(Tags.security)
def check_secret(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """SEC2: no start with a short or default secret where others can reach us."""
    if not settings.PRODUCTION:
        return []
    problems: list[CheckMessage] = []
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if len(secret) < SECRET_AT_LEAST or len(set(secret)) < 10:
            problems.append(Error(f"PARLEY_SECRET_KEY needs {SECRET_AT_LEAST} random characters.", id="parley.E001"))
        if any(word in secret.lower() for word in DEFAULT_SECRETS):
            problems.append(Error("PARLEY_SECRET_KEY is one that everybody knows.", id="parley.E002"))
    return problems


@register(Tags.security)
def check_addresses(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """SEC2 and WSS3: no debug pages for strangers, and no plain text beyond this machine."""
    problems: list[CheckMessage] = []
    urls = [urlsplit(settings.PARLEY_URL), urlsplit(settings.WIDGET_URL)]
    # Names below localhost are this machine's too (RFC 6761): the staff site has one.
    public = [url for url in urls if url.hostname not in LOOPBACK and not str(url.hostname).endswith(".localhost")]
    if settings.DEBUG and (public or settings.PRODUCTION):
        problems.append(Error("PARLEY_DEBUG is for this machine only.", id="parley.E003"))
    if any(url.scheme != "https" for url in public):
        problems.append(Error("PARLEY_URL and PARLEY_WIDGET_URL must be https beyond this machine.", id="parley.E004"))
    if not settings.PRODUCTION and public:
        problems.append(Error("The embedded run serves this machine only: its demo accounts are public.", id="parley.E005"))
    if any("*" in host or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        problems.append(Error("PARLEY_HOSTS must name hosts, one by one.", id="parley.E006"))
    if any(not _is_address(proxy) for proxy in settings.TRUSTED_PROXIES):
        problems.append(Error("PARLEY_TRUSTED_PROXIES must be addresses.", id="parley.E011"))
    return problems


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


@register(Tags.security)
def check_stores(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """In production the way to Postgres and Redis is encrypted, or a socket on this host; and it has a password."""
    if not settings.PRODUCTION:
        return []
    problems: list[CheckMessage] = []
    database = settings.DATABASES["default"]
    local = str(database["HOST"]).startswith("/")
    if not local and database["OPTIONS"].get("sslmode") != "verify-full":
        problems.append(Error("DATABASE_URL needs sslmode=verify-full.", id="parley.E007"))
    if not local and not database["PASSWORD"]:
        problems.append(Error("DATABASE_URL needs a password.", id="parley.E008"))
    for name, url in [("REDIS_URL", settings.REDIS_URL), *(("PARLEY_DOORBELL_URLS", one) for one in settings.DOORBELL_URLS)]:
        redis = urlsplit(url)
        if redis.scheme not in ("rediss", "unix"):
            problems.append(Error(f"{name} must be rediss:// or a unix socket.", id="parley.E009"))
        if redis.scheme == "rediss" and not redis.password:
            problems.append(Error(f"{name} needs a password.", id="parley.E010"))
        if UNCHECKED.search(redis.query):
            problems.append(Error(f"{name} must not switch off the check of the certificate.", id="parley.E012"))
    return problems


@register(Tags.security)
def check_buckets(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """What goes to a store that speaks S3 goes encrypted, copies of whole accounts above all."""
    named = {"PARLEY_AUDIT_ENDPOINT": settings.AUDIT_ENDPOINT, "PARLEY_EXPORT_ENDPOINT": settings.EXPORT_ENDPOINT}
    named["PARLEY_FILES_ENDPOINT"] = settings.FILES_ENDPOINT
    plain = [name for name, url in named.items() if url and urlsplit(url).scheme != "https"]
    return [Error(f"{name} must be https://.", id="parley.E016") for name in plain if settings.PRODUCTION]


@register(Tags.security)
def check_files_origin(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """UPL4: what strangers send is served where no session and no storage of ours is, and over TLS."""
    if not settings.PRODUCTION or not (settings.FILES_BUCKET or settings.FILES_DIR):
        return []
    files = urlsplit(settings.FILES_URL)
    if files.hostname in {urlsplit(url).hostname for url in (*settings.CUSTOMERS_URLS, settings.STAFF_URL)} or files.scheme != "https":
        return [Error("PARLEY_FILES_URL needs https and a host of its own.", id="parley.E017")]
    return []


@register(Tags.security)
def check_staff_site(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """STF5: staff come in at a host of their own, so that no cookie and no passkey of theirs is one of the customers' site."""
    if not settings.PRODUCTION or not settings.STAFF_URL:
        return []
    if urlsplit(settings.STAFF_URL).hostname in {urlsplit(url).hostname for url in settings.CUSTOMERS_URLS}:
        return [Error("PARLEY_STAFF_URL needs a host of its own.", id="parley.E050")]
    return []


@register(Tags.security)
def check_mail(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """No mail ends in the demo's mailbox, and nobody but SNS brings answers in."""
    if not settings.PRODUCTION or settings.STAFF_SITE:
        return []
    problems: list[CheckMessage] = []
    secrets = settings.ANYMAIL["WEBHOOK_SECRET"]
    if settings.MAIL_BY == "mailbox":
        problems.append(Error("PARLEY_MAIL=mailbox is for one machine only.", id="parley.E060"))
    if not all(re.fullmatch(r"[^:\s]+:\S{16,}", secret) for secret in secrets):
        problems.append(Error("PARLEY_MAIL_HOOK_SECRET must be name:password, with 16 characters or more.", id="parley.E061"))
    if settings.MAIL_BY == "ses" and settings.REPLY_DOMAIN and not secrets:
        problems.append(Error("PARLEY_REPLY_DOMAIN with SES needs PARLEY_MAIL_HOOK_SECRET.", id="parley.E062"))
    return problems


@register(Tags.security)
def check_payments(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """BIL2 and BIL4: who takes money verifies callbacks, and keys fingerprints with something that is not in the database."""
    if not settings.PRODUCTION or not settings.STRIPE_KEY:
        return []
    problems: list[CheckMessage] = []
    if not settings.STRIPE_CALLBACK_SECRET:
        problems.append(Error("PARLEY_STRIPE_KEY needs PARLEY_STRIPE_CALLBACK_SECRET.", id="parley.E040"))
    if not settings.CARD_KEYS:
        problems.append(Error("PARLEY_STRIPE_KEY needs PARLEY_CARD_KEYS.", id="parley.E041"))
    return problems


@register(Tags.security)
def check_outbound(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """INT4: where strangers choose addresses, no setting opens the inside to them; and a file of authorities is one."""
    problems: list[CheckMessage] = []
    if settings.PRODUCTION and (settings.OUTBOUND_ALLOW_PLACES or settings.OUTBOUND_ALLOW_NETWORKS):
        problems.append(Error("PARLEY_OUTBOUND_ALLOW is for one machine only.", id="parley.E050"))
    if settings.OUTBOUND_CA_FILE and not _is_authority(settings.OUTBOUND_CA_FILE):
        problems.append(Error("PARLEY_OUTBOUND_CA_FILE must be a file of certificates.", id="parley.E051"))
    return problems


def _is_authority(file: str) -> bool:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except (OSError, ssl.SSLError):
        return False
    return True


@register(Tags.security)
def check_files(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """What is needed first when somebody seals a secret, exports or erases must not fail then. KMS is not asked at the start."""
    if not settings.PRODUCTION or settings.STAFF_SITE:  # the staff site does none of that, and is given no key
        return []
    problems: list[CheckMessage] = []
    try:
        key_ring.current_key()
    except key_ring.KeyTrouble as trouble:
        problems.append(Error(str(trouble), id="parley.E013"))
    if not settings.EXPORT_BUCKET and not _is_writable(Path(settings.EXPORT_DIR)):
        problems.append(Error("PARLEY_EXPORT_DIR must be a folder that can be written.", id="parley.E014"))
    if not _is_writable(Path(settings.TOMBSTONES_FILE).parent):
        problems.append(Error("PARLEY_TOMBSTONES_FILE must be in a folder that can be written.", id="parley.E015"))
    return problems


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@register(Tags.database)
def check_role(app_configs: Any = None, databases: Any = None, **options: Any) -> list[CheckMessage]:
    """TEN2: the role we run as owns nothing, bypasses nothing and is a member of nothing. Run by `serve` and CI."""
    if not databases:
        return []
    try:
        facts = _role_facts()
    except DatabaseError as error:
        return [Error(f"The database does not let us in: {database_refusal() or type(error).__name__}", id="parley.E020")]
    problems = {
        "is a superuser": facts["superuser"],
        "bypasses row-level security": facts["bypasses"],
        "owns tables": facts["owns"],
        "is a member of another role": facts["member"],
    }
    return [
        Error(f"The database role {facts['name']} {problem}.", hint="Run as parley_app.", id="parley.E021")
        for problem, true in problems.items()
        if true
    ]


@register(Tags.database)
def check_redis(app_configs: Any = None, databases: Any = None, **options: Any) -> list[CheckMessage]:
    """No start on a Redis that is not the one we mean, or that does not know us. One that is away may come later."""
    if not databases or not settings.PRODUCTION:
        return []
    # Any other scheme is refused above, and never asked.
    urls = [url for url in redis_urls() if url.startswith(("rediss://", "unix://"))]
    reasons = sorted(filter(None, map(redis_refusal, urls)))
    return [Error(f"Redis must not be used: {reason}.", id="parley.E022") for reason in reasons]


def _role_facts() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT r.rolname, r.rolsuper, r.rolbypassrls,
                   EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid),
                   EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid)
            FROM pg_roles r WHERE r.rolname = current_user
            """
        )
        return dict(zip(("name", "superuser", "bypasses", "owns", "member"), cursor.fetchone(), strict=True))
