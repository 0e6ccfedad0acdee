"""Mailchimp: the visitor as a member of one audience, and only with their recorded consent.

One PUT to the address that the email's hash names: it adds or updates, so a delivery that comes twice is there once. The consent
is the visitor's own answer to an operator who asked for it (`consent`); without one nothing can be pressed. Messages never go.
Somebody who has unsubscribed there stays unsubscribed: only `status_if_new` is sent, and Mailchimp refuses what it may not undo.

No `mailchimp-marketing`: generated, over `requests`, unchanged for years, and it would go round the guarded door for one request.

Documented at https://mailchimp.com/developer/marketing/api/list-members/add-or-update-list-member/ (address, hash, body),
https://mailchimp.com/developer/marketing/docs/fundamentals/ (key, data centre, 10 connections at once, 429) and
https://mailchimp.com/developer/marketing/docs/errors/ (problem details).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from integrations.connectors import Connector
from integrations.connectors.mailchimp.form import MailchimpForm, is_merge_tag
from integrations.connectors.mailchimp.mapping import prepare
from integrations.connectors.mailchimp.transport import check, send
from integrations.models import Integration


def place(integration: Integration) -> str:
    return str(_("Audience %(id)s") % {"id": integration.settings.get("audience", "")})


connector = Connector(
    slug="mailchimp",
    name="Mailchimp",
    glyph="Mc",
    about=_("Add a visitor who agreed to it to an audience, one press at a time."),
    steps=(
        _("In Mailchimp, open your profile, Extras, API keys, and make a key."),
        _("Open the audience, Settings, Audience name and defaults: its id stands there."),
        _("Nobody is added without their consent: ask for it in the chat first."),
    ),
    form=MailchimpForm,
    fields=("email", "name", "phone", "answers"),
    needs=("email", "answers"),
    mapping={"name": "FNAME", "phone": "PHONE"},
    takes_field=is_merge_tag,
    place=place,
    prepare=prepare,
    send=send,
    check=check,
    sample=False,
)
