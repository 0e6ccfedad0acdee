"""HubSpot: the visitor as a contact, the conversation as a note on it, with a private app's token.

Two requests carry what was selected, a line of the body each: the contact's properties, and the note's. Around them: a search for
the contact by email (so that the email stands in no address), a search for a note of the same press, and the association of the
two. The search learns of new records after some seconds, so a delivery that comes twice within them can make a second note; a
contact it cannot make twice, because HubSpot answers 409 with the id of the one that is there.

No `hubspot-api-client`: it is generated, large, brings urllib3, and would go round the guarded door for five requests.

Documented at https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide (create, update, 409),
https://developers.hubspot.com/docs/api-reference/search/guide (search), https://developers.hubspot.com/docs/api-reference/crm-notes-v3/guide
(notes: 65 536 characters), https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide (default association) and
https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines (429).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from integrations.connectors import Connector
from integrations.connectors.hubspot.form import HubSpotForm, is_property
from integrations.connectors.hubspot.mapping import prepare
from integrations.connectors.hubspot.transport import check, send
from integrations.models import Integration


def place(integration: Integration) -> str:
    return str(integration.settings.get("portal") or _("Contacts and notes"))


connector = Connector(
    slug="hubspot",
    name="HubSpot",
    glyph="Hs",
    about=_("Send a visitor and the transcript as a contact, one press at a time."),
    steps=(
        _("In HubSpot, open Settings, Integrations, Private Apps, and make an app."),
        _("Give it the scopes crm.objects.contacts.read and crm.objects.contacts.write, and no others."),
        _("Copy its access token and write it here."),
    ),
    form=HubSpotForm,
    fields=("conversation", "messages", "name", "email", "phone", "answers", "data", "pages"),
    needs=("email",),
    mapping={"name": "firstname", "phone": "phone"},
    takes_field=is_property,
    place=place,
    prepare=prepare,
    send=send,
    check=check,
    sample=False,
)
