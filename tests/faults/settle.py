"""Moves the people of a fault run in, as a program of its own (`python -m tests.faults.settle`): prints who they are as JSON.

Two customers that must never hear of each other: Acme with a shop and an outlet, Globex with a site. Each has operators; Lena
is limited to the outlet, where nothing happens.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

OPERATORS = 4


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    json.dump([_customer("acme"), _customer("globex")], sys.stdout)


def _customer(name: str) -> dict[str, Any]:
    from accounts.access import actors_of
    from accounts.actions.add_project import add_project
    from accounts.actions.issue_api_key import issue_personal_key
    from accounts.actions.open_account import open_account
    from accounts.models import Member, MemberProject, Role, User
    from accounts.tenancy import account

    def person(word: str) -> User:
        return User.objects.create_user(f"{word}@{name}.example", "a long password", name=word.title())

    owner = person("owner")
    company = open_account(owner, name=name.title())
    (boss,) = actors_of(owner)
    shop = add_project(boss, company, name=f"{name} shop", website=f"{name}.example")
    outlet = add_project(boss, company, name=f"{name} outlet", website=f"outlet.{name}.example")
    users = {word: person(word) for word in [*(f"operator{number}" for number in range(OPERATORS)), "lena"]}
    with account(company.pk):
        for word, user in users.items():
            limited = word == "lena"
            member = Member(account_id=company.pk, user=user, name=user.name, role=Role.OPERATOR, limited=limited, active=True)
            member.save(force_insert=True)
            if limited:
                MemberProject(account_id=company.pk, member=member, project=outlet).save(force_insert=True)
    keys = {word: issue_personal_key(actors_of(user)[0], name="Faults") for word, user in users.items()}
    members = {word: actors_of(user)[0].ref for word, user in users.items()}
    return {
        "name": name,
        "project": str(shop.public_id),
        "project_key": shop.key,
        "outlet": str(outlet.public_id),
        "operators": [{"id": members[word], "key": keys[word]} for word in users if word != "lena"],
        "limited": {"id": members["lena"], "key": keys["lena"]},
    }


if __name__ == "__main__":
    main()
