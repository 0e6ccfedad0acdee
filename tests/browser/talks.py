"""Lets visitors of a customer say something, a line each as `name: text`: a program, as Django wants no database beside Playwright."""

from __future__ import annotations

import sys
import uuid

import django


def main(project_id: str, email: str, *lines: str) -> None:
    django.setup()
    from accounts.access import actors_of, project_for
    from accounts.models import User
    from accounts.tenancy import tenant
    from chat.actions.post_visitor_message import post_visitor_message
    from chat.actions.register_visitor import register_visitor
    from chat.models import Visitor
    from chat.tokens import mint_token

    _, project = project_for(actors_of(User.objects.get(email=email)), project_id)
    with tenant(project):
        for name, _, text in (line.partition(": ") for line in lines):
            visitor = Visitor.objects.filter(name=name).first() or register_visitor(project, mint_token(project), name=name)
            post_visitor_message(project, visitor, client_id=uuid.uuid4(), text=text)


if __name__ == "__main__":
    main(*sys.argv[1:])
