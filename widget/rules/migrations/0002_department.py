"""A conversation that an automatic message began can go to a department."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import composite_key


class Migration(migrations.Migration):
    dependencies = [("chat", "0009_identity"), ("rules", "0001_rules")]

    operations = [
        migrations.AddField(
            model_name="rule",
            name="department",
            field=models.ForeignKey(
                db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chat.department"
            ),
        ),
        composite_key("rules_rule", "project_id, department_id", "chat_department", target_columns="project_id, id"),
    ]
