"""A fact knows whether its rating came with words: the newest comments are found without looking into conversations."""

from django.db import migrations, models
from django.db.models import Q

TABLES = ("reports_fact", "chat_conversation")


def _walls(how: str) -> str:
    return " ".join(f"ALTER TABLE public.{table} {how} ROW LEVEL SECURITY;" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("chat", "0012_search_any_size"), ("reports", "0001_reports")]

    operations = [
        migrations.AddField("fact", "commented", models.BooleanField(default=False, db_default=False)),
        # The backfill is for all customers: the owner looks past the wall for this moment.
        migrations.RunSQL(
            _walls("NO FORCE")
            + """
            UPDATE public.reports_fact f SET commented = true
                FROM public.chat_conversation c
                WHERE c.id = f.conversation_id AND c.project_id = f.project_id AND c.rating_comment <> '';
            """
            + _walls("FORCE"),
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            "fact",
            models.Index(
                fields=["project", "-asked_at", "-conversation"],
                condition=Q(("commented", True), ("merged", False)),
                name="reports_fact_commented",
            ),
        ),
    ]
