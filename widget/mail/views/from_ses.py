"""Where SES brings the mails of the reply domain, by way of SNS: anymail reads them, and we take them in."""

from __future__ import annotations

import logging
from typing import Any

from anymail.exceptions import AnymailConfigurationError, AnymailError, AnymailWebhookValidationFailure
from anymail.signals import AnymailInboundEvent
from anymail.webhooks.amazon_ses import AmazonSESInboundWebhookView
from botocore.exceptions import BotoCoreError, ClientError
from django.http import HttpRequest, HttpResponse

from accounts.errors import Busy, NotFound
from widget.mail.actions.take_in import take_in
from widget.mail.reading.parsing import understand
from widget.mail.reading.verdicts import of_ses

logger = logging.getLogger(__name__)


class FromSES(AmazonSESInboundWebhookView):  # type: ignore[misc]  # anymail ships no types
    """Closed unless the asker knows the secret of the settings: SNS says it with each notification."""

    warn_if_no_basic_auth = False  # there is no door without one

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.basic_auth:
            return HttpResponse(status=403)
        try:
            return self._post(request, *args, **kwargs)
        except AnymailWebhookValidationFailure:
            return HttpResponse(status=403)
        except (Busy, OSError, BotoCoreError, ClientError):  # a conversation that is locked, or files that cannot be laid anywhere now
            return HttpResponse(status=503)  # SNS comes again

    def _post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.META.get("HTTP_AUTHORIZATION"):
            answer: HttpResponse = super().post(request, *args, **kwargs)  # SNS wants a 401 before it says who it is
            return answer
        self.run_validators(request)
        try:
            events = self.parse_events(request)
        except ClientError:  # the mail lies in a bucket that does not answer
            return HttpResponse(status=503)
        except (AnymailConfigurationError, AnymailError, AttributeError, KeyError, RecursionError, TypeError, ValueError):
            logger.warning("mail.unreadable_notification")
            return HttpResponse(status=400)
        for event in events:
            hear(event)
        return HttpResponse()


def hear(event: AnymailInboundEvent) -> None:
    """Each of our addresses that the mail went to. One that we do not know is nobody's: SES has taken the mail already."""
    receipt = event.esp_event.get("receipt", {})
    sender = event.message.envelope_sender
    mail = understand(event.message, envelope_sender=sender, whole=str(event.event_id).encode())
    for address in list(receipt.get("recipients", []))[:10]:
        try:
            taken = take_in(str(address), mail, of_ses(receipt))
        except NotFound:
            logger.info("mail.unknown_address")
        else:
            logger.info("mail.taken_in", extra={"outcome": taken.outcome, "fresh": taken.fresh})
