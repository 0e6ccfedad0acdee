"""A question walks the newest messages of its own project, however many customers there are."""

from pathlib import Path

from django.db import migrations

from accounts.migrations._operations import as_role

SQL = Path(__file__).parent / "sql"
FORMER = (SQL / "search_any_size.sql").read_text()


def _former(name: str) -> str:
    """The function as search_any_size.sql has it."""
    start = FORMER.index(f"CREATE OR REPLACE FUNCTION public.{name}(")
    return FORMER[start : FORMER.index("$$;", start) + 3]


class Migration(migrations.Migration):
    dependencies = [("chat", "0013_fewer_indexes")]

    operations = [
        as_role(
            "parley_index",
            (SQL / "search_own_index.sql").read_text(),
            "DROP FUNCTION public.search_visitors_alike; "
            + " ".join(map(_former, ("search_messages", "search_visitors", "search_unused"))),
        ),
    ]
