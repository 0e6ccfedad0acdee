"""The search costs the same at any size: each word knows its buckets, and what the index has not merged yet stays short."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

from accounts.migrations._operations import as_role

SQL = Path(__file__).parent / "sql"
WHOLE = (SQL / "search.sql").read_text()
FUNCTIONS = (SQL / "search_any_size.sql").read_text()
TABLES = ("chat_searchword", "chat_searchentry")


def _former(name: str) -> str:
    """The function as search.sql has it."""
    start = WHOLE.index(f"CREATE FUNCTION public.{name}(")
    return WHOLE[start : WHOLE.index("$$;", start) + 3].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


def _walls(how: str) -> str:
    return " ".join(f"ALTER TABLE public.{table} {how} ROW LEVEL SECURITY;" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("chat", "0011_work")]

    operations = [
        migrations.AddField(
            "searchword",
            "buckets",
            django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None),
        ),
        # The backfill is for all customers: the owner looks past the wall for this moment.
        migrations.RunSQL(
            _walls("NO FORCE")
            + """
            UPDATE public.chat_searchword w SET buckets = f.buckets
                FROM (SELECT project_id, split_part(token, ':', 2) AS word, array_agg(DISTINCT (message_id >> 17)::integer) AS buckets
                      FROM public.chat_searchentry, unnest(tokens) token GROUP BY 1, 2) f
                WHERE w.project_id = f.project_id AND w.word = f.word;
            """
            + _walls("FORCE"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "GRANT SELECT (buckets) ON public.chat_searchword TO parley_index",
            "REVOKE SELECT (buckets) ON public.chat_searchword FROM parley_index",
        ),
        # In kB. Each question reads all of what is pending: half a megabyte is some thousand messages.
        migrations.RunSQL(
            "ALTER INDEX public.chat_search_tokens SET (gin_pending_list_limit = 512)",
            "ALTER INDEX public.chat_search_tokens RESET (gin_pending_list_limit)",
        ),
        as_role("parley_index", FUNCTIONS, " ".join(map(_former, ("search_messages", "search_visitors", "search_unused")))),
    ]
