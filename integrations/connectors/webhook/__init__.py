"""A webhook: the conversation as JSON to an address of the customer's own, signed by Standard Webhooks 1.0.

The signature is the `standardwebhooks` package's, the request goes through the guarded door: the package has no client of its own.

Documented at https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (headers, signature scheme,
`whsec_` secrets, two of them while one is replaced, answers: 2xx is success, 3xx is not followed, 410 ends it, 429 and 5xx are later).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from integrations.connectors import Connector
from integrations.connectors.webhook.form import WebhookForm
from integrations.connectors.webhook.mapping import place, prepare
from integrations.connectors.webhook.signing import FORMER, make_secrets, standing
from integrations.connectors.webhook.transport import check, send

connector = Connector(
    slug="webhook",
    name=_("Webhook"),
    glyph="hook",
    about=_("Send a conversation to your own server, signed, one press at a time."),
    steps=(
        _("Write here the address that takes it: https, and reachable from the internet."),
        _("Keep the secret that is shown once, and verify every request with it."),
        _("Send a sample, and answer with 200 within 15 seconds."),
    ),
    form=WebhookForm,
    fields=("conversation", "messages", "name", "email", "phone", "answers", "data", "pages"),
    place=place,
    prepare=prepare,
    send=send,
    check=check,
    make_secrets=make_secrets,
    standing=standing,
    former=FORMER,
)
