"""Staff: no hash of a password to be read, no session that an open page keeps alive, no row for whoever was switched off."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent / "sql" / "staff_walls.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_export_tries")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
