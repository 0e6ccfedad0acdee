"""Connects a customer's project to a webhook, and prints its secret: a program, as Django wants no database beside Playwright."""

from __future__ import annotations

import sys

import django


def main(project_id: str, email: str, url: str) -> None:
    django.setup()
    from accounts.access import actors_of, project_for
    from accounts.models import User
    from accounts.tenancy import tenant
    from integrations.actions.connect_integration import connect_integration
    from integrations.connectors import connector_named

    actor, project = project_for(actors_of(User.objects.get(email=email)), project_id)
    with tenant(project):
        _, secrets = connect_integration(actor, project, connector_named("webhook"), name="Order webhook", settings={"url": url})
    print(secrets["secret"])


if __name__ == "__main__":
    main(*sys.argv[1:])
