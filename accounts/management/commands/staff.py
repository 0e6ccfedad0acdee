"""Who works for Parley: enrol somebody, switch somebody off, list them. Run as the owner of the tables, by two people."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts.access import hash_of_key
from accounts.models import StaffEnrolment, StaffPasskey, StaffSession, User

WORKS_FOR = timedelta(minutes=30)


class Command(BaseCommand):
    help = "Lets people of Parley in at the staff address, by passkey. DATABASE_URL must be the owner's (parley_owner)."
    requires_system_checks = ()  # they refuse the owner: it must not serve

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        enrol = verbs.add_parser("enrol", help="print a link that registers one passkey, for half an hour")
        enrol.add_argument("email")
        enrol.add_argument("--name", default="")
        off = verbs.add_parser("off", help="end this person's sessions and forget their passkeys")
        off.add_argument("email")
        verbs.add_parser("list", help="who may come in, with how many passkeys, and when they last did")

    def handle(self, *args: Any, verb: str, email: str = "", name: str = "", **options: Any) -> None:
        if verb == "list":
            for person in User.objects.filter(is_staff=True, is_active=True).order_by("email"):
                keys = StaffPasskey.objects.filter(user=person)
                last = max((key.last_used_at for key in keys if key.last_used_at), default=None)
                self.stdout.write(f"{person.email}  {person.name}  {len(keys)} passkeys  last {last or 'never'}")
            return
        with transaction.atomic():
            self.stdout.write(self._enrol(email, name) if verb == "enrol" else self._off(email))

    def _enrol(self, email: str, name: str) -> str:
        if not settings.STAFF_URL:
            raise CommandError("PARLEY_STAFF_URL must be set: the link leads there.")
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError("This is no e-mail address.") from None
        person = User.objects.filter(email=email.strip().lower()).first()
        if person is None:
            person = User.objects.create_user(email, None, name=name, is_staff=True)
        elif not (person.is_staff and person.is_active):
            raise CommandError("A customer's person has this address. Staff have an address of their own.")
        token = secrets.token_urlsafe(32)
        StaffEnrolment.objects.create(user=person, hash=hash_of_key(token), ends_at=timezone.now() + WORKS_FOR)
        return f"{settings.STAFF_URL}/enrol/{token}/\nIt works once, for 30 minutes: hand it to {email} and to nobody else."

    def _off(self, email: str) -> str:
        person = User.objects.filter(email=email.strip().lower(), is_staff=True).first()
        if person is None:
            raise CommandError("Nobody of this address works here.")
        User.objects.filter(pk=person.pk).update(is_staff=False, is_active=False)
        now = timezone.now()
        ended = StaffSession.objects.filter(user=person, ended_at=None).count()
        StaffEnrolment.objects.filter(user=person, used_at=None).update(used_at=now)
        StaffSession.objects.filter(user=person).delete()
        StaffPasskey.objects.filter(user=person).delete()
        return f"{email} is switched off; {ended} sessions ended."
