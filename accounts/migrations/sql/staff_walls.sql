-- Of their own kind staff read names: no hash of a password.
REVOKE SELECT ON public.accounts_user FROM parley_staff;
GRANT SELECT (id, email, name, is_staff, is_active) ON public.accounts_user TO parley_staff;

-- Who this session is, while it lasts. Only a page that somebody opened lets it last: an open one asks twice a second, by itself.
CREATE FUNCTION public.staff_here(p_hash bytea, p_opened boolean) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    here public.accounts_staffsession;
BEGIN
    SELECT s.* INTO here FROM public.accounts_staffsession s JOIN public.accounts_user u ON u.id = s.user_id
        WHERE s.hash = p_hash AND s.ended_at IS NULL AND u.is_staff AND u.is_active
            AND s.began_at > clock_timestamp() - interval '8 hours' AND s.seen_at > clock_timestamp() - interval '30 minutes';
    IF p_opened AND here.seen_at < clock_timestamp() - interval '1 minute' THEN
        UPDATE public.accounts_staffsession s SET seen_at = clock_timestamp() WHERE s.id = here.id;
    END IF;
    RETURN here.user_id;
END
$$;
REVOKE ALL ON FUNCTION public.staff_here(bytea, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.staff_here(bytea, boolean) TO parley_staff;
DROP FUNCTION public.staff_here(bytea);

-- The page that is open now, while its grant lasts and while whoever opened it works here: also in the middle of a request.
GRANT SELECT (person_id) ON public.accounts_look TO parley_staff;
CREATE OR REPLACE FUNCTION public.staff_page()
    RETURNS TABLE (account_id bigint, project_id bigint, conversation_id bigint, page text)
    LANGUAGE sql STABLE ROWS 1 SET search_path = pg_catalog, pg_temp
    AS 'SELECT l.account_id, l.project_id, l.conversation_id, l.page::text
        FROM public.accounts_look l JOIN public.accounts_grant g ON g.account_id = l.account_id AND g.id = l.grant_id
            JOIN public.accounts_user u ON u.id = l.person_id AND u.is_staff AND u.is_active
        ORDER BY l.id DESC LIMIT 1';
