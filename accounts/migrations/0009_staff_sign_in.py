"""How Parley's own people sign in, and what they see of customers' billing."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql" / "staff_sign_in.sql"
FORGET = """
DROP POLICY staff ON public.accounts_usage;
DROP POLICY staff ON public.accounts_invoice;
DROP POLICY staff ON public.accounts_subscription;
REVOKE ALL ON public.accounts_usage, public.accounts_invoice, public.accounts_subscription FROM parley_staff;
DROP FUNCTION public.staff_leave, public.staff_here, public.staff_begin, public.staff_passkey, public.staff_enrol, public.staff_enrolling;
"""
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _now(*, editable: bool = False) -> models.Field:
    return models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=editable)


def _of(to: str) -> models.Field:
    return models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=to)


def _hash() -> models.Field:
    return models.BinaryField(unique=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_erasure")]
    operations = [
        migrations.CreateModel(
            "StaffEnrolment",
            [
                ID,
                ("hash", _hash()),
                ("created_at", _now()),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("user", _of(settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            "StaffPasskey",
            [
                ID,
                ("credential_id", models.BinaryField(unique=True)),
                ("credential", models.BinaryField()),
                ("sign_count", models.BigIntegerField(db_default=0)),
                ("name", models.CharField(max_length=60)),
                ("created_at", _now()),
                ("last_used_at", models.DateTimeField(null=True)),
                ("user", _of(settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            "StaffSession",
            [
                ID,
                ("hash", _hash()),
                ("challenge", _hash()),
                ("began_at", _now()),
                ("seen_at", _now(editable=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("passkey", _of("accounts.staffpasskey")),
                ("user", _of(settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), FORGET),
    ]
