"""Somebody who has much to read: many conversations, and one of many lines. A program, as Django wants no database beside Playwright."""

from __future__ import annotations

import sys
import uuid

import django

TALKS, LINES = 180, 170


def main(project_id: str, email: str) -> None:
    django.setup()
    from accounts.access import actors_of, project_for
    from accounts.models import User
    from accounts.tenancy import tenant
    from chat.actions.post_visitor_message import post_visitor_message
    from chat.actions.register_visitor import register_visitor
    from chat.tokens import mint_token

    _, project = project_for(actors_of(User.objects.get(email=email)), project_id)
    with tenant(project):
        first = register_visitor(project, mint_token(project), name="Lena")
        for number in range(1, LINES + 1):
            post_visitor_message(project, first, client_id=uuid.uuid4(), text=f"Line {number} of many")
        for number in range(1, TALKS):
            visitor = register_visitor(project, mint_token(project), name=f"Visitor {number}")
            post_visitor_message(project, visitor, client_id=uuid.uuid4(), text=f"Question {number}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
