"""GitHub: a conversation as an issue of one repository, with a fine-grained token.

What a visitor wrote stands in a fence (`fenced.py`): nobody is mentioned, no issue is referred to, nothing is rendered. An issue
that is there already is found by its title, which ends with the forward's id: among the newest issues, and not by the search, which
learns of a new one later. So a delivery that comes twice makes one issue.

No PyGithub: three requests, and it would go round the guarded door.

Documented at https://docs.github.com/en/rest/issues/issues (create), https://docs.github.com/en/rest/repos/repos (get),
https://docs.github.com/en/graphql/reference/objects#repository (titles of issues),
https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api (403 and 429, `Retry-After`, `x-ratelimit-…`) and
https://docs.github.com/en/rest/about-the-rest-api/api-versions.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from integrations.connectors import Connector
from integrations.connectors.github.form import GitHubForm
from integrations.connectors.github.mapping import prepare
from integrations.connectors.github.transport import check, send
from integrations.models import Integration


def place(integration: Integration) -> str:
    return str(integration.settings.get("repository", ""))


connector = Connector(
    slug="github",
    name="GitHub",
    glyph="Gh",
    about=_("Open an issue from a conversation, one press at a time."),
    steps=(
        _("In GitHub, open Settings, Developer settings, Fine-grained tokens, and make a token."),
        _("Choose only the repository, and of its permissions only Issues: read and write."),
        _("Copy the token and write it here. An issue is as public as its repository."),
    ),
    form=GitHubForm,
    fields=("conversation", "messages", "name", "email", "phone", "answers", "data", "pages"),
    place=place,
    prepare=prepare,
    send=send,
    check=check,
    sample=False,
)
