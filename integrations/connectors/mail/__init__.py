"""E-mail: a conversation as a mail to one fixed address, whose owner has agreed by a mailed link.

It goes through Django's mail as every mail of Parley does, so there is no transport of its own and no client library to weigh. The
address is fixed by the settings and never taken from a conversation. The message's id is made of the forward's, so that a mailbox
that gets a delivery twice can show it once.

The form of a mail is RFC 5322; `Auto-Submitted` (RFC 3834) keeps holiday notes away.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from integrations.connectors import Connector
from integrations.connectors.mail.form import EmailForm
from integrations.connectors.mail.mapping import prepare
from integrations.connectors.mail.transport import check, send
from integrations.models import Integration


def place(integration: Integration) -> str:
    return str(integration.settings.get("address", ""))


connector = Connector(
    slug="email",
    name=_("Email"),
    glyph="mail",
    about=_("Mail a conversation to one address, one press at a time."),
    steps=(
        _("Write the address that conversations shall go to."),
        _("Whoever reads it gets a link. Nothing is sent before they have opened it and agreed."),
    ),
    form=EmailForm,
    fields=("conversation", "messages", "name", "email", "phone", "answers", "data", "pages"),
    place=place,
    prepare=prepare,
    send=send,
    check=check,
    needs_confirmation=True,
)
