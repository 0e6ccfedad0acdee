-- chat_append: the only producer of messages. Arrays in, one answer a row out, in the order given:
-- (ord, outcome, number, public_number, conversation_id, created_at), where outcome is
--   stored     written now; acknowledge after the commit
--   repeat     this author sent this client_id before (any conversation of the project, or earlier in this call): the stored row
--   busy       somebody holds the conversation (p_wait off): send this row again alone, with p_wait and a lock_timeout
--   slow       not open, or neither text nor note (p_force off): take the ordinary action
--   not_found  no such conversation in that project
-- The caller runs it again on 23505 and 40P01 (nothing was written), and refuses poison (NUL, lone surrogates) beforehand.
-- It believes its arguments: author, project and conversation come from the authenticated door, never from a frame.
CREATE OR REPLACE FUNCTION public.chat_append(
    p_ord integer[], p_project bigint[], p_conversation bigint[], p_author_kind text[], p_author_id bigint[],
    p_client_id uuid[], p_kind text[], p_text text[], p_data jsonb[], p_public boolean[],
    p_force boolean DEFAULT false,      -- any status, any kind: for the ordinary actions, which hold the rules themselves
    p_wait  boolean DEFAULT false       -- false: skip conversations someone else holds; true: wait, up to lock_timeout
) RETURNS TABLE (ord integer, outcome text, number integer, public_number integer, conversation_id bigint,
                 created_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 32
SET search_path = pg_catalog, pg_temp           -- pg_temp last, or a caller's temporary table could stand in for ours
SET plan_cache_mode = force_generic_plan        -- a batch of one would be planned anew at every call
SET enable_seqscan = off                        -- a plan made while the tables were empty reads them whole, and is kept
AS $function$
#variable_conflict use_column
DECLARE
    v_held bigint[];
    v_now  timestamptz;
    n      integer := cardinality(p_ord);
BEGIN
    -- unnest() pads short arrays with NULL in silence.
    IF (cardinality(p_project), cardinality(p_conversation), cardinality(p_author_kind), cardinality(p_author_id),
        cardinality(p_client_id), cardinality(p_kind), cardinality(p_text), cardinality(p_data), cardinality(p_public))
       IS DISTINCT FROM (n, n, n, n, n, n, n, n, n) THEN
        RAISE EXCEPTION 'chat_append: the arrays differ in length' USING ERRCODE = 'array_subscript_error';
    END IF;

    -- First statement: the locks. In the order of the ids, so that two callers cannot deadlock on conversations. NO KEY,
    -- so that foreign keys of others are not held up. The pair (project, conversation) is matched here already: a
    -- stranger's pair does not even lock.
    IF p_wait THEN
        v_held := ARRAY(
            SELECT c.id FROM public.chat_conversation c
            WHERE (c.project_id, c.id) IN (SELECT w.p, w.c FROM unnest(p_project, p_conversation) AS w (p, c))
            ORDER BY c.id FOR NO KEY UPDATE OF c);
    ELSE
        v_held := ARRAY(
            SELECT c.id FROM public.chat_conversation c
            WHERE (c.project_id, c.id) IN (SELECT w.p, w.c FROM unnest(p_project, p_conversation) AS w (p, c))
            ORDER BY c.id FOR NO KEY UPDATE OF c SKIP LOCKED);
    END IF;

    -- The clock is read under the locks. now() is the start of the caller's transaction, which may be older than a
    -- message that another wrote while this one waited: times would run against the numbers.
    v_now := clock_timestamp();

    -- Second statement: its snapshot is newer than the locks, so it sees every message of the held conversations, and
    -- their last counts. That is why this is two statements in plpgsql, and not one.
    RETURN QUERY
    WITH inp AS MATERIALIZED (
        SELECT * FROM unnest(p_ord, p_project, p_conversation, p_author_kind, p_author_id, p_client_id, p_kind, p_text,
                             p_data, p_public)
            WITH ORDINALITY AS t (ord, project_id, conversation_id, author_kind, author_id, client_id, kind, body, data,
                                  is_public, n)
    ), conv AS MATERIALIZED (
        -- Every pair that exists, held or not: tells busy from not_found.
        SELECT i.n, c.id = ANY (v_held) AS held, c.status, c.last_number, c.last_public_number, c.last_at
        FROM inp i JOIN public.chat_conversation c ON c.project_id = i.project_id AND c.id = i.conversation_id
    ), old AS MATERIALIZED (
        -- Stored before, in whichever conversation of the project, open or closed, held or not.
        SELECT i.n, m.number, m.public_number, m.conversation_id, m.created_at
        FROM inp i JOIN public.chat_message m
          ON m.project_id = i.project_id AND m.author_kind = i.author_kind AND m.author_id = i.author_id
         AND m.client_id = i.client_id
    ), pick AS MATERIALIZED (
        -- What may be stored; of copies within this call, the first that may.
        SELECT DISTINCT ON (i.project_id, i.author_kind, i.author_id, i.client_id)
               i.*, (i.is_public IS TRUE AND i.kind <> 'note') AS public, c.last_number, c.last_public_number, c.last_at
        FROM inp i JOIN conv c ON c.n = i.n
        WHERE c.held AND (p_force OR (c.status = 'open' AND i.kind IN ('text', 'note')))
          AND NOT EXISTS (SELECT FROM old o WHERE o.n = i.n)
        ORDER BY i.project_id, i.author_kind, i.author_id, i.client_id, i.n
    ), fresh AS MATERIALIZED (
        SELECT p.*, (p.public AND p.kind IN ('text', 'form')) AS shown,
               (p.last_number + row_number() OVER w)::integer AS number,
               CASE WHEN p.public THEN (p.last_public_number + count(*) FILTER (WHERE p.public) OVER w)::integer END
                   AS public_number,
               greatest(v_now, p.last_at) AS created_at             -- should the clock be set back
        FROM pick p
        WINDOW w AS (PARTITION BY p.conversation_id ORDER BY p.n)
    ), ins AS (
        INSERT INTO public.chat_message (project_id, conversation_id, number, public_number, author_kind, author_id,
                                         client_id, kind, text, data, created_at)
        SELECT project_id, conversation_id, number, public_number, author_kind, author_id, client_id, kind, body, data,
               created_at
        FROM fresh ORDER BY n
    ), sums AS MATERIALIZED (
        -- One row a conversation: an UPDATE ... FROM with two matches would take one of them and say nothing.
        SELECT f.conversation_id, f.project_id,
               max(f.number) AS number, max(f.public_number) AS public_number, max(f.created_at) AS at,
               count(*) FILTER (WHERE f.author_kind = 'visitor' AND f.kind IN ('text', 'form')) AS from_visitor,
               count(*) FILTER (WHERE f.author_kind IN ('operator', 'bot') AND f.shown) AS from_team,
               -- The last public text or form. Aggregates, not a join back: the planner expects one row here and would
               -- compare every row of a batch with every other.
               (array_agg(left(f.body, 200) ORDER BY f.number DESC) FILTER (WHERE f.shown))[1] AS last_text,
               (array_agg(f.author_kind ORDER BY f.number DESC) FILTER (WHERE f.shown))[1] AS last_author_kind,
               (array_agg(f.author_id ORDER BY f.number DESC) FILTER (WHERE f.shown))[1] AS last_author_id,
               max(f.created_at) FILTER (WHERE f.shown) AS last_at,
               max(f.number) FILTER (WHERE f.author_kind = 'visitor' AND f.kind = 'text') AS asked,
               max(f.number) FILTER (WHERE f.author_kind = 'operator' AND f.kind = 'text' AND f.public) AS answered
        FROM fresh f GROUP BY f.conversation_id, f.project_id
    ), upd AS (
        UPDATE public.chat_conversation c
        SET last_number        = s.number,
            last_public_number = coalesce(s.public_number, c.last_public_number),
            from_visitor       = c.from_visitor + s.from_visitor,
            from_team          = c.from_team + s.from_team,
            waiting_since      = CASE
                WHEN s.asked IS NULL AND s.answered IS NULL THEN c.waiting_since
                WHEN s.asked IS NULL OR s.answered > s.asked THEN NULL      -- the operator had the last word
                WHEN c.status <> 'open' THEN c.waiting_since                -- nobody waits in a closed conversation
                WHEN s.answered IS NULL THEN coalesce(c.waiting_since, s.at)
                ELSE s.at END,                                              -- answered, then asked again
            last_text          = coalesce(s.last_text, c.last_text),
            last_author_kind   = coalesce(s.last_author_kind, c.last_author_kind),
            last_author_id     = coalesce(s.last_author_id, c.last_author_id),
            last_at            = coalesce(s.last_at, c.last_at),
            updated_at         = s.at
        FROM sums s
        WHERE c.project_id = s.project_id AND c.id = s.conversation_id
    )
    SELECT i.ord,
           CASE WHEN f.n = i.n THEN 'stored'
                WHEN f.n IS NOT NULL OR o.n IS NOT NULL THEN 'repeat'
                WHEN c.n IS NULL THEN 'not_found'
                WHEN NOT c.held THEN 'busy'
                ELSE 'slow' END,
           coalesce(f.number, o.number),
           CASE WHEN f.n IS NOT NULL THEN f.public_number ELSE o.public_number END,
           coalesce(f.conversation_id, o.conversation_id),
           coalesce(f.created_at, o.created_at)
    FROM inp i
    LEFT JOIN conv c ON c.n = i.n
    LEFT JOIN old o ON o.n = i.n
    LEFT JOIN fresh f ON f.project_id = i.project_id AND f.author_kind = i.author_kind AND f.author_id = i.author_id
                     AND f.client_id = i.client_id
    ORDER BY i.n;
END
$function$
