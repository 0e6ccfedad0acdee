"""`manage.py seed`: the demo's world, and load by number."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.access import actors_of, projects_of
from accounts.models import User
from panel.demo.accounts import FERNHILL, set_up
from panel.demo.seeding import seed_messages, seed_world


class Command(BaseCommand):
    help = "Fill the demo account with Fernhill Pottery's afternoon; --messages N adds load."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--messages", type=int, default=0, help="add this many messages in new conversations")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo world belongs into the embedded run only.")
        if options["messages"] < 0:
            raise CommandError("--messages takes a number from 0.")
        user = User.objects.filter(email=FERNHILL.email).first()
        if user is None:
            set_up(FERNHILL)
            user = User.objects.get(email=FERNHILL.email)
        actor = actors_of(user)[0]
        project = min(projects_of(actor), key=lambda one: one.pk)
        site = settings.PARLEY_URL.replace("localhost", "127.0.0.1") + "/demo/"
        made = seed_world(actor, project, site=site)
        self.stdout.write(f"{made} conversations added." if made else "The world was there already.")
        if options["messages"]:
            seed_messages(actor, project, options["messages"], say=self.stdout.write)
