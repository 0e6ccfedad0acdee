"""Wall two for chat, and `chat_append`: the only way a message comes to be."""

from pathlib import Path

from django.db import migrations

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

PAIR = {"target_columns": "project_id, id"}
CHAT_APPEND = (Path(__file__).parent / "sql" / "chat_append.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("chat", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        wall("chat_visitor", "project_id"),
        wall("chat_conversation", "project_id"),
        wall("chat_message", "project_id"),
        wall("chat_readmark", "project_id"),
        wall("chat_counter", "project_id"),
        wall("chat_follower", "project_id"),
        composite_key("chat_conversation", "project_id, visitor_id", "chat_visitor", **PAIR),
        composite_key("chat_message", "project_id, conversation_id", "chat_conversation", **PAIR),
        composite_key("chat_readmark", "project_id, conversation_id", "chat_conversation", **PAIR, on_delete="ON DELETE CASCADE"),
        migrations.RunSQL(
            """
            -- A batch spans projects, so the writer is not bound to one: the function's pair join is the wall.
            CREATE POLICY writer ON public.chat_conversation TO parley_writer USING (true) WITH CHECK (true);
            CREATE POLICY writer ON public.chat_message TO parley_writer USING (true) WITH CHECK (true);
            GRANT SELECT ON public.chat_conversation, public.chat_message TO parley_writer;
            GRANT UPDATE (last_number, last_public_number, from_visitor, from_team, waiting_since, last_text,
                last_author_kind, last_author_id, last_at, updated_at) ON public.chat_conversation TO parley_writer;
            GRANT INSERT ON public.chat_message TO parley_writer;
            -- No INSERT for the app: chat_append is the only producer. An edit or take-back changes these columns.
            REVOKE INSERT, UPDATE, DELETE ON public.chat_message FROM parley_app;
            GRANT UPDATE (text, data, edited_at, deleted) ON public.chat_message TO parley_app;
            -- Updated once a message: leave room on each page, and clean up early.
            ALTER TABLE public.chat_conversation SET (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02);
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            # BRIN: it does not keep the updates of the hot path from being HOT.
            "CREATE INDEX chat_conversation_moved ON public.chat_conversation USING brin (updated_at)",
            "DROP INDEX public.chat_conversation_moved",
        ),
        read_only_for("parley_index", "chat_conversation", "project_id, updated_at"),
        as_role(
            "parley_index",
            """
            CREATE FUNCTION public.projects_moved_since(p_age interval)
                RETURNS TABLE (project_id bigint, account_id bigint)
                LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
                AS 'SELECT p.id, p.account_id FROM public.accounts_project p WHERE p.id IN
                    (SELECT c.project_id FROM public.chat_conversation c WHERE c.updated_at > now() - p_age)';
            REVOKE ALL ON FUNCTION public.projects_moved_since FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION public.projects_moved_since TO parley_app
            """,
            "DROP FUNCTION public.projects_moved_since",
        ),
        as_role(
            "parley_writer",
            CHAT_APPEND
            + "; REVOKE ALL ON FUNCTION public.chat_append FROM PUBLIC; GRANT EXECUTE ON FUNCTION public.chat_append TO parley_app",
            "DROP FUNCTION public.chat_append",
        ),
    ]
