-- The only way for staff to a customer's rows. It writes who opens which page, in the customer's own audit log; the policies
-- of parley_staff then show that page's rows, on this connection and for a few seconds. They ask for a look that is committed:
-- rolled back, the line would be gone and the rows would have been read.
--
-- It belongs to the owner of the tables, who is bound by row-level security too: it sees the account that it is told, no other.
-- What it sets stays for the transaction; no policy of parley_staff looks at it.
CREATE FUNCTION public.staff_open(p_person bigint, p_account bigint, p_grant uuid, p_project uuid, p_page text, p_conversation uuid)
    RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person text;
    permit public.accounts_grant;
    website public.accounts_project;
    talk bigint;
BEGIN
    PERFORM set_config('parley.account', p_account::text, true);
    SELECT coalesce(nullif(u.name, ''), u.email) INTO person
        FROM public.accounts_user u WHERE u.id = p_person AND u.is_staff AND u.is_active;
    -- Locked: a revocation comes before this page, or after it.
    SELECT * INTO permit FROM public.accounts_grant g
        WHERE g.public_id = p_grant AND g.revoked_at IS NULL AND g.ends_at > clock_timestamp() FOR SHARE;
    IF person IS NULL OR permit.id IS NULL THEN
        RETURN false;
    END IF;
    IF p_project IS NOT NULL THEN
        SELECT * INTO website FROM public.accounts_project p
            WHERE p.public_id = p_project AND (permit.project_id IS NULL OR permit.project_id = p.id);
    END IF;
    IF p_page = 'projects' AND p_project IS NULL AND p_conversation IS NULL THEN
        website.id := permit.project_id;
    ELSIF website.id IS NULL OR p_page NOT IN ('settings', 'conversations', 'conversation')
        OR (p_page = 'conversation') <> (p_conversation IS NOT NULL)
        OR (p_page <> 'settings' AND permit.scope <> 'conversations') THEN
        RETURN false;
    END IF;
    IF p_conversation IS NOT NULL THEN
        PERFORM set_config('parley.project', website.id::text, true);
        SELECT c.id INTO talk FROM public.chat_conversation c WHERE c.project_id = website.id AND c.public_id = p_conversation;
        IF talk IS NULL THEN
            RETURN false;
        END IF;
    END IF;
    INSERT INTO public.accounts_auditrecord
        (account_id, project_id, actor_kind, actor_id, action, target_kind, target_id, data, personal)
    VALUES (p_account, website.id, 'staff', p_person::text, 'staff.opened',
        CASE WHEN talk IS NOT NULL THEN 'conversation' WHEN website.public_id IS NOT NULL THEN 'project' ELSE 'grant' END,
        coalesce(p_conversation, website.public_id, p_grant)::text,
        jsonb_build_object('page', p_page, 'grant', p_grant),
        jsonb_build_object('actor_name', jsonb_build_array('staff:' || p_person, left(person, 120)),
            'reason', jsonb_build_array('grant:' || p_grant, permit.reason)));
    INSERT INTO public.accounts_look
        (account_id, grant_id, project_id, conversation_id, person_id, person_name, page, backend, txid)
    VALUES (p_account, permit.id, website.id, talk, p_person, left(person, 120), p_page, pg_backend_pid(),
        pg_current_xact_id()::text::bigint);
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION public.staff_open FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.staff_open TO parley_staff;
