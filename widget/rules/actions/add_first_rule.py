"""Each new project greets its visitors: a friendly rule to begin with, which its owner may change or turn off."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import ProjectRef
from accounts.tenancy import tenant
from widget.rules.models import Rule
from widget.rules.wire import ConditionShape

READS_FOR_S = 20

# Nobody is promised an answer while nobody is here.
CONDITIONS: list[ConditionShape] = [
    {"fact": "visits", "how": "most", "value": 1},
    {"fact": "seconds", "how": "least", "value": READS_FOR_S},
    {"fact": "team", "how": "is", "value": "here"},
]


def add_first_rule(account_id: int, project_id: int) -> None:
    """Nothing where there is a rule already. In the language of whoever adds the project."""
    with tenant(ProjectRef(project_id, account_id)):
        if Rule.objects.exists():
            return
        Rule(
            project_id=project_id,
            place=1,
            name=_("Welcome"),
            conditions=CONDITIONS,
            text=_("Hello, good to see you here. If anything is unclear, just ask: a person answers."),
            edited_at=timezone.now(),
            edited_by="Parley",
        ).save(force_insert=True)
