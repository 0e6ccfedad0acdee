"""Lets a socket process ask what the timelines of its projects have got lately: numbers alone, for all projects in one question."""

from django.db import migrations

from accounts.migrations._operations import as_role, read_only_for


class Migration(migrations.Migration):
    dependencies = [("chat", "0002_walls")]

    operations = [
        migrations.RunSQL(
            "GRANT SELECT (id, public_id, visitor_id) ON public.chat_conversation TO parley_index",
            "REVOKE SELECT (id, public_id, visitor_id) ON public.chat_conversation FROM parley_index",
        ),
        read_only_for("parley_index", "chat_message", "id, project_id, conversation_id, number, public_number, kind, txid"),
        read_only_for("parley_index", "chat_visitor", "id, project_id, public_id"),
        as_role(
            "parley_index",
            """
            -- Lines behind a cursor (txid, id), none that could still get a neighbour before it. Each project is asked on its own
            -- merit: the caller names those it serves.
            CREATE FUNCTION public.timeline_since(p_txid xid8, p_id bigint, p_projects bigint[], p_limit integer)
                RETURNS TABLE (txid xid8, id bigint, project_id bigint, conversation uuid, visitor uuid, number integer,
                               public_number integer, kind text)
                LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
                AS 'SELECT m.txid, m.id, m.project_id, c.public_id, v.public_id, m.number, m.public_number, m.kind
                    FROM public.chat_message m
                    JOIN public.chat_conversation c ON c.project_id = m.project_id AND c.id = m.conversation_id
                    JOIN public.chat_visitor v ON v.project_id = c.project_id AND v.id = c.visitor_id
                    WHERE (m.txid, m.id) > (p_txid, p_id) AND m.txid < pg_snapshot_xmin(pg_current_snapshot())
                      AND m.project_id = ANY (p_projects)
                    ORDER BY m.txid, m.id LIMIT p_limit';
            REVOKE ALL ON FUNCTION public.timeline_since FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION public.timeline_since TO parley_app
            """,
            "DROP FUNCTION public.timeline_since",
        ),
    ]
