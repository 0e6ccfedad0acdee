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
            -- What came behind a cursor (txid, id), none that could still get a neighbour before it: a row for each conversation,
            -- with its last numbers, how many lines they are, and the cursor behind all that was looked at.
            CREATE FUNCTION public.timeline_since(p_txid xid8, p_id bigint, p_projects bigint[], p_limit integer)
                RETURNS TABLE (txid xid8, id bigint, project_id bigint, conversation uuid, visitor uuid, number integer,
                               public_number integer, lines integer, activity boolean)
                LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
                AS 'WITH fresh AS MATERIALIZED (
                        SELECT m.txid, m.id, m.project_id, m.conversation_id, m.number, m.public_number, m.kind
                        FROM public.chat_message m
                        WHERE (m.txid, m.id) > (p_txid, p_id) AND m.txid < pg_snapshot_xmin(pg_current_snapshot())
                        ORDER BY m.txid, m.id LIMIT p_limit
                    ), talks AS (
                        SELECT project_id, conversation_id, max(number) AS number, max(public_number) AS public_number,
                               count(*)::integer AS lines, bool_or(kind = ''activity'') AS activity
                        FROM fresh WHERE project_id = ANY (p_projects) GROUP BY project_id, conversation_id
                    ), place AS (
                        SELECT txid, id FROM fresh ORDER BY txid DESC, id DESC LIMIT 1
                    )
                    SELECT place.txid, place.id, t.project_id, c.public_id, v.public_id, t.number, t.public_number, t.lines, t.activity
                    FROM place
                    LEFT JOIN (talks t
                        JOIN public.chat_conversation c ON c.project_id = t.project_id AND c.id = t.conversation_id
                        JOIN public.chat_visitor v ON v.project_id = c.project_id AND v.id = c.visitor_id) ON true';
            REVOKE ALL ON FUNCTION public.timeline_since FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION public.timeline_since TO parley_app
            """,
            "DROP FUNCTION public.timeline_since",
        ),
    ]
