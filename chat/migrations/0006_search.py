"""What search finds messages and people by, and the functions that ask it."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

PROJECT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "accounts.project"}
CASCADE = {"on_delete": django.db.models.deletion.CASCADE, "db_constraint": False}
FUNCTIONS = (Path(__file__).parent / "sql" / "search.sql").read_text()
FORGET = "DROP FUNCTION public.search_words, public.search_messages, public.search_visitors, public.search_unused, public.search_reader"


class Migration(migrations.Migration):
    dependencies = [("chat", "0005_forms")]

    operations = [
        # Both are trusted: whoever may create in the database may have them.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS btree_gin", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("message_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("tokens", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("conversation", models.ForeignKey(related_name="+", to="chat.conversation", **CASCADE)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["project", "message_id"], name="chat_search_newest")],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("project", "word"), name="chat_search_word_once")],
            },
        ),
        wall("chat_searchentry", "project_id"),
        wall("chat_searchword", "project_id"),
        composite_key(
            "chat_searchentry",
            "project_id, conversation_id",
            "chat_conversation",
            target_columns="project_id, id",
            on_delete="ON DELETE CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE INDEX chat_search_tokens ON public.chat_searchentry USING gin (tokens) WITH (fastupdate = on);
            CREATE INDEX chat_search_beginning ON public.chat_searchword (project_id, word text_pattern_ops);
            CREATE INDEX chat_search_spelling ON public.chat_searchword USING gin (project_id, word gin_trgm_ops);
            CREATE INDEX chat_search_visitor ON public.chat_visitor USING gin (project_id, (name || ' ' || email) gin_trgm_ops)
            """,
            """
            DROP INDEX public.chat_search_visitor, public.chat_search_spelling, public.chat_search_beginning,
                public.chat_search_tokens
            """,
        ),
        read_only_for("parley_index", "chat_searchentry", "message_id, project_id, tokens"),
        read_only_for("parley_index", "chat_searchword", "id, project_id, word"),
        migrations.RunSQL(
            "GRANT SELECT (name, email, last_seen_at) ON public.chat_visitor TO parley_index",
            "REVOKE SELECT (name, email, last_seen_at) ON public.chat_visitor FROM parley_index",
        ),
        as_role("parley_index", FUNCTIONS, FORGET),
    ]
