"""A question walks the newest messages of its own project, however many customers there are, and numbers are nobody's misspelling."""

from pathlib import Path

from django.db import migrations

from accounts.migrations._operations import as_role

SQL = Path(__file__).parent / "sql"
FORMER = {
    "search_words": "search.sql",
    "search_messages": "search_any_size.sql",
    "search_visitors": "search_any_size.sql",
    "search_unused": "search_any_size.sql",
}
SPELLING = """
DROP INDEX public.chat_search_spelling;
CREATE INDEX chat_search_spelling ON public.chat_searchword USING gin (project_id, word gin_trgm_ops)
"""


def _former(name: str, file: str) -> str:
    """The function as it was."""
    text = (SQL / file).read_text().replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    start = text.index(f"CREATE OR REPLACE FUNCTION public.{name}(")
    return text[start : text.index("$$;", start) + 3]


class Migration(migrations.Migration):
    dependencies = [("chat", "0013_fewer_indexes")]

    operations = [
        as_role(
            "parley_index",
            (SQL / "search_own_index.sql").read_text(),
            "DROP FUNCTION public.search_words_alike, public.search_visitors_alike; " + " ".join(_former(*one) for one in FORMER.items()),
        ),
        migrations.RunSQL(f"{SPELLING} WHERE word !~ '[0-9]'", SPELLING),
    ]
