"""Mattermost: a conversation as one post in a channel, through an incoming webhook.

The server is the customer's own, so the address is any public https address that has `/hooks/`. Mattermost splits a longer post
into several, and the second one would stand outside the fence that keeps mentions quiet; so we cut. It cannot recognise a post
that comes twice (an answer that was lost), so the last line names the forward.

No client library: `mattermostdriver` is for the REST API with a user's token, which could read; a webhook is one POST.

Documented at https://developers.mattermost.com/integrate/webhooks/incoming/ (address, body, answers) and
https://docs.mattermost.com/collaborate/format-messages.html (Markdown, code blocks); posts hold 16 383 characters.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from integrations.connectors import Connector
from integrations.connectors.mattermost.form import MattermostForm
from integrations.connectors.mattermost.mapping import prepare
from integrations.connectors.mattermost.transport import check, send
from integrations.models import Integration


def place(integration: Integration) -> str:
    server = str(integration.settings.get("server", "")).removeprefix("https://")
    return " · ".join(filter(None, (server, integration.settings.get("channel"))))


connector = Connector(
    slug="mattermost",
    name="Mattermost",
    glyph="Mm",
    about=_("Post a conversation to a channel of your own server, one press at a time."),
    steps=(
        _("In Mattermost, open the product menu, Integrations, Incoming Webhooks, and press Add Incoming Webhook."),
        _("Choose the channel, and tick Lock to this channel."),
        _("Copy the address that has /hooks/ in it and write it here."),
    ),
    form=MattermostForm,
    fields=("conversation", "messages", "name", "email", "phone", "answers", "data", "pages"),
    place=place,
    prepare=prepare,
    send=send,
    check=check,
)
