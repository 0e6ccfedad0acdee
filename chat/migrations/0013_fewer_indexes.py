"""Lines and what they are found by are filed in fewer indexes, each of which begins with the project.

With one on the conversation alone, an export could walk through every customer's lines to find those of one.
"""

import django.db.models.deletion
from django.db import migrations, models

PROJECT = models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")
CONVERSATION = models.ForeignKey(
    db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chat.conversation"
)
INDEXES = {
    "chat_message_conversation_id_a1207bf4": "chat_message (conversation_id)",
    "chat_message_project_id_6a3b978b": "chat_message (project_id)",
    "chat_searchentry_project_id_392591b7": "chat_searchentry (project_id)",
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_repeatable"), ("chat", "0012_search_any_size")]

    operations = [
        # By hand: Django would make the foreign keys anew as well, and read both tables through for it.
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(f"DROP INDEX public.{name}", f"CREATE INDEX {name} ON public.{where}") for name, where in INDEXES.items()],
            [
                migrations.AlterField("message", "conversation", CONVERSATION),
                migrations.AlterField("message", "project", PROJECT),
                migrations.AlterField("searchentry", "project", PROJECT),
            ],
        ),
    ]
