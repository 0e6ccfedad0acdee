"""`manage.py publish_help <project>`: Parley's own help centre, from the articles in `docs/help/`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.access import project_by_slug
from accounts.actors import system_actor
from panel.demo.help_pages import publish_pages


class Command(BaseCommand):
    help = "Bring the help centre of a project to what docs/help/ says. Its address is /help/<project>/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="the project's part of the address, as in /help/<project>/")

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_by_slug(options["project"])
        if project is None:
            raise CommandError("There is no such project.")
        changed = publish_pages(system_actor(project.account_id), project)
        self.stdout.write(f"{changed} articles published." if changed else "Everything was published already.")
