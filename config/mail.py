"""How mail leaves and comes in: SMTP or SES on the way out, SES or an SMTP server of ours on the way in."""

from __future__ import annotations

import re
from typing import Any

from config.env import BadSetting, Env

_env = Env()
_PRODUCTION = _env.text("PARLEY_ENV", "production") == "production"

DEFAULT_FROM_EMAIL = _env.text("PARLEY_MAIL_FROM", "Parley <no-reply@parley.example>")
EMAIL_TIMEOUT = 10
MAIL_BY = _env.choice("PARLEY_MAIL", ("smtp", "ses", "mailbox"), "smtp" if _PRODUCTION else "mailbox")
if MAIL_BY == "mailbox":
    EMAIL_BACKEND = "accounts.demo.mailbox.MailboxBackend"
elif MAIL_BY == "ses":  # credentials as boto3 finds them
    EMAIL_BACKEND = "anymail.backends.amazon_ses.EmailBackend"
else:
    EMAIL_BACKEND = "accounts.mail_server.PatientBackend"
    EMAIL_HOST = _env.text("PARLEY_SMTP_HOST")
    EMAIL_PORT = _env.whole("PARLEY_SMTP_PORT", 587)
    EMAIL_HOST_USER = _env.text("PARLEY_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = _env.text("PARLEY_SMTP_PASSWORD", "")
    EMAIL_USE_TLS = _PRODUCTION

# Visitors' answers come to addresses of this domain, all of which lead to us. Without one mails say to answer in the chat.
REPLY_DOMAIN = _env.text("PARLEY_REPLY_DOMAIN", "" if _PRODUCTION else "reply.parley.example").lower()
if REPLY_DOMAIN and not re.fullmatch(r"(?=.{1,190}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", REPLY_DOMAIN):
    raise BadSetting("PARLEY_REPLY_DOMAIN must be a domain such as reply.example.com.")
# Where our SMTP server listens, on one machine.
MAIL_IN_PORT = _env.whole("PARLEY_MAIL_IN_PORT", 8200, least=1)
# Whose Authentication-Results are believed there: the name of the mail server in front of ours.
MAIL_AUTHSERV_ID = _env.text("PARLEY_MAIL_AUTHSERV_ID", "").lower()

# A letter goes out when a visitor has not read an answer for so long after the last one, and so long after the first at the latest.
MAIL_QUIET_S = _env.whole("PARLEY_MAIL_QUIET_S", 120)
MAIL_LATEST_S = _env.whole("PARLEY_MAIL_LATEST_S", 600)
# How long after its end a talk's visitor, who has left, is asked how it was.
MAIL_RATING_S = _env.whole("PARLEY_MAIL_RATING_S", 1800)

ANYMAIL: dict[str, Any] = {
    # `name:password`, as it stands in the address that SNS is given; two while it is changed. Without one the door is closed.
    "WEBHOOK_SECRET": _env.words("PARLEY_MAIL_HOOK_SECRET"),
    "AMAZON_SES_CLIENT_PARAMS": {
        name: value
        for name, value in (
            # One try: botocore would send a mail again that SES was slow to answer. Our own tries know what they do.
            ("config", {"connect_timeout": 5, "read_timeout": 60, "retries": {"total_max_attempts": 1}}),
            ("region_name", _env.text("PARLEY_SES_REGION", "")),
            ("endpoint_url", _env.text("PARLEY_SES_ENDPOINT", "")),
        )
        if value
    },
    "AMAZON_SES_CONFIGURATION_SET_NAME": _env.text("PARLEY_SES_CONFIGURATION_SET", "") or None,
}
