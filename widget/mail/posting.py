"""Hands a letter to whatever carries Parley's mails, and understands what that says."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from functools import partial
from typing import Any

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from django.core.mail import BadHeaderError

from accounts import mail
from accounts.mail_server import Unanswered
from widget.mail.models import Letter

Post = Callable[..., None]

TEMPLATES: dict[str, Post] = {
    Letter.Kind.REPLY: partial(mail.send, "widget/mail/reply"),
    Letter.Kind.TRANSCRIPT: partial(mail.send, "widget/mail/transcript"),
    Letter.Kind.RATING: partial(mail.send, "widget/mail/rating"),
}
# What SES says of a mail that it will never take; of anything else it may think better.
REFUSED_BY_SES = {"MessageRejected", "BadRequestException", "InvalidParameterValue", "MailFromDomainNotVerifiedException"}

UNSURE_WITH_SES = (ReadTimeoutError, ConnectionClosedError)  # it may have taken the mail


class Trouble(Exception):
    """It did not go out, or nobody knows (`unsure`). `retry` says whether it may another time."""

    def __init__(self, detail: str, *, retry: bool, unsure: bool = False) -> None:
        super().__init__(detail)
        self.detail, self.retry, self.unsure = detail[:200], retry, unsure


def post(kind: str, to: str, words: dict[str, Any], envelope: mail.Envelope) -> None:
    """Send it. Raises Trouble."""
    try:
        TEMPLATES[kind](to, words, envelope=envelope)
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()), (550, b""))[0]
        raise Trouble(f"{code}: the mailbox was refused", retry=400 <= code < 500) from refused
    except smtplib.SMTPResponseException as answer:
        raise Trouble(f"{answer.smtp_code} from the mail server", retry=answer.smtp_code < 500) from answer
    except AnymailRecipientsRefused as refused:
        raise Trouble("the mailbox was refused", retry=False) from refused
    except AnymailError as error:
        unsure = isinstance(error.__cause__, UNSURE_WITH_SES)
        raise Trouble(_said_by_ses(error), retry=_said_by_ses(error) not in REFUSED_BY_SES, unsure=unsure) from error
    except BadHeaderError as error:
        raise Trouble("an address with a line break", retry=False) from error
    except Unanswered as error:
        raise Trouble("no answer from the mail server", retry=True, unsure=True) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Trouble(type(error).__name__, retry=True) from error


def _said_by_ses(error: AnymailError) -> str:
    response = getattr(error, "response", None)
    found = response.get("Error", {}).get("Code", "") if isinstance(response, dict) else ""
    return str(found) or type(error).__name__
