"""What a team has before its working hour: a third operator, a second project, a macro and an article.

A program that prints the third operator's address, as Django wants no database beside Playwright.
"""

from __future__ import annotations

import sys

import django

ARTICLE = "Is the ash glaze dishwasher safe?"
SECOND = "Outlet"


def main(project_id: str, email: str) -> None:
    django.setup()
    from accounts.access import account_of, actors_of, project_for
    from accounts.actions.add_project import add_project
    from accounts.models import Member, Role, User
    from accounts.tenancy import account, tenant
    from chat.actions.edit_prepared import add_macro
    from tests.browser.customers import person
    from tests.widget.help.world import PLATES, article, topic

    olga = User.objects.get(email=email)
    owner, project = project_for(actors_of(olga), project_id)
    nina = person(email.replace("olga", "nina"), "Nina Night", olga.password)
    opened = account_of(owner)
    with account(opened.pk):
        Member(account=opened, user=nina, name=nina.name, role=Role.OPERATOR).save(force_insert=True)
    add_project(owner, opened, name=SECOND, website="outlet.example")
    with tenant(project):
        add_macro(owner, project, {"name": "Goodbye", "does": {"text": "Have a good day", "add_tags": ["bowls"], "status": "closed"}})
        article(owner, project, ARTICLE, under=topic(owner, project), body=PLATES)
    print(nina.email)


if __name__ == "__main__":
    main(*sys.argv[1:])
