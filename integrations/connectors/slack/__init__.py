"""Slack: a conversation as one message in a channel, through an incoming webhook.

An incoming webhook and no bot token: it can post to the one channel that its owner chose and do nothing else, it reads nothing,
and it needs no scope that an administrator must think about. `chat.postMessage` would add a choice of channels at each press, and
a token that can post anywhere; who needs two channels connects two webhooks. Slack has no way to recognise a message that comes
twice (an answer that was lost), so the last line names the forward.

No `slack_sdk`: its webhook client is one POST, and it would go round the guarded door.

Documented at https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks (address, body, answers),
https://docs.slack.dev/messaging/formatting-message-text (escaping, `mrkdwn`), https://docs.slack.dev/apis/web-api/rate-limits
(429 with `Retry-After`) and https://api.slack.com/changelog/2018-04-truncating-really-long-messages (40 000 characters).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from integrations.connectors import Connector
from integrations.connectors.slack.form import SlackForm
from integrations.connectors.slack.mapping import prepare
from integrations.connectors.slack.transport import check, send
from integrations.models import Integration


def place(integration: Integration) -> str:
    return str(integration.settings.get("channel", "")) or "Slack"


connector = Connector(
    slug="slack",
    name="Slack",
    glyph="Sl",
    about=_("Post a conversation to a channel, one press at a time."),
    steps=(
        _("In Slack, open api.slack.com/apps, make an app for your workspace, and switch on Incoming Webhooks."),
        _("Press Add New Webhook, and choose the channel. It can post there, and read nothing."),
        _("Copy the address that begins with https://hooks.slack.com/ and write it here."),
    ),
    form=SlackForm,
    fields=("conversation", "messages", "name", "email", "phone", "answers", "data", "pages"),
    place=place,
    prepare=prepare,
    send=send,
    check=check,
)
