-- What parley_staff may read. Lists of columns: one that is added later is not shown by accident.

-- Facts about customers that need no grant.
GRANT SELECT (id, public_id, name, created_at) ON public.accounts_account TO parley_staff;
CREATE POLICY staff ON public.accounts_account FOR SELECT TO parley_staff USING (true);

-- Their own kind alone, of all people who can sign in.
ALTER TABLE public.accounts_user ENABLE ROW LEVEL SECURITY;
CREATE POLICY people ON public.accounts_user TO parley_app USING (true) WITH CHECK (true);
GRANT SELECT ON public.accounts_user TO parley_staff;
CREATE POLICY staff ON public.accounts_user FOR SELECT TO parley_staff USING (is_staff);

-- Grants that are in force at this moment, not when the transaction began.
GRANT SELECT (id, public_id, account_id, project_id, scope, reason, created_at, ends_at, revoked_at)
    ON public.accounts_grant TO parley_staff;
CREATE POLICY staff ON public.accounts_grant FOR SELECT TO parley_staff
    USING (revoked_at IS NULL AND ends_at > clock_timestamp());

-- The pages that this connection has just opened, once their lines are committed.
GRANT SELECT (id, account_id, grant_id, project_id, conversation_id, page, backend, txid, created_at) ON public.accounts_look TO parley_staff;
CREATE POLICY staff ON public.accounts_look FOR SELECT TO parley_staff
    USING (backend = pg_backend_pid() AND created_at > clock_timestamp() - interval '10 seconds'
        AND txid IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint);

-- The page that is open now, while its grant lasts: the newest look of this connection.
CREATE FUNCTION public.staff_page()
    RETURNS TABLE (account_id bigint, project_id bigint, conversation_id bigint, page text)
    LANGUAGE sql STABLE ROWS 1 SET search_path = pg_catalog, pg_temp
    AS 'SELECT l.account_id, l.project_id, l.conversation_id, l.page::text
        FROM public.accounts_look l JOIN public.accounts_grant g ON g.account_id = l.account_id AND g.id = l.grant_id
        ORDER BY l.id DESC LIMIT 1';
REVOKE ALL ON FUNCTION public.staff_page FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.staff_page TO parley_staff;

GRANT SELECT (id, account_id, public_id, key, slug, name, website, color, allowed_domains, live_visitors, typing_preview,
    page_history, greeting, created_at) ON public.accounts_project TO parley_staff;
CREATE POLICY staff ON public.accounts_project FOR SELECT TO parley_staff
    USING (account_id = (SELECT p.account_id FROM public.staff_page() p)
        AND id = coalesce((SELECT p.project_id FROM public.staff_page() p), id));

-- Names beside what members wrote.
GRANT SELECT (id, account_id, public_id, name) ON public.accounts_member TO parley_staff;
CREATE POLICY staff ON public.accounts_member FOR SELECT TO parley_staff
    USING (account_id = (SELECT p.account_id FROM public.staff_page() p WHERE p.page IN ('conversations', 'conversation')));

GRANT SELECT (id, project_id, public_id, number, visitor_id, assignee_id, status, subject, last_number, last_text,
    last_author_kind, last_author_id, last_at, waiting_since, created_at, updated_at) ON public.chat_conversation TO parley_staff;
CREATE POLICY staff ON public.chat_conversation FOR SELECT TO parley_staff
    USING (project_id = (SELECT p.project_id FROM public.staff_page() p WHERE p.page IN ('conversations', 'conversation'))
        AND id = coalesce((SELECT p.conversation_id FROM public.staff_page() p), id));

GRANT SELECT (id, project_id, public_id, name, email) ON public.chat_visitor TO parley_staff;
CREATE POLICY staff ON public.chat_visitor FOR SELECT TO parley_staff
    USING (project_id = (SELECT p.project_id FROM public.staff_page() p WHERE p.page IN ('conversations', 'conversation'))
        AND EXISTS (SELECT FROM public.chat_conversation c WHERE c.project_id = chat_visitor.project_id AND c.visitor_id = chat_visitor.id));

GRANT SELECT (id, project_id, conversation_id, number, author_kind, author_id, kind, text, data, created_at, edited_at, deleted)
    ON public.chat_message TO parley_staff;
CREATE POLICY staff ON public.chat_message FOR SELECT TO parley_staff
    USING (project_id = (SELECT p.project_id FROM public.staff_page() p WHERE p.page = 'conversation')
        AND conversation_id = (SELECT p.conversation_id FROM public.staff_page() p WHERE p.page = 'conversation'));
