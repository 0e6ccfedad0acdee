-- Data leaves only when an operator presses: neither forward nor delivery can be written that names no member of this account
-- who is there now and may press, whatever program asks (INT1). The actor of a row is never changed, and no row is deleted.
CREATE FUNCTION public.integrations_pressed() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM public.accounts_member m JOIN public.accounts_project p ON p.account_id = m.account_id
        WHERE p.id = NEW.project_id AND m.id = NEW.actor_id AND m.active AND m.role <> 'viewer'
            AND (NOT m.limited OR EXISTS (SELECT FROM public.accounts_memberproject l
                WHERE l.account_id = m.account_id AND l.member_id = m.id AND l.project_id = NEW.project_id));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nothing leaves Parley unless an operator presses' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION public.integrations_pressed FROM PUBLIC;
CREATE TRIGGER pressed BEFORE INSERT ON public.integrations_forward FOR EACH ROW EXECUTE FUNCTION public.integrations_pressed();
CREATE TRIGGER pressed BEFORE INSERT ON public.integrations_delivery FOR EACH ROW EXECUTE FUNCTION public.integrations_pressed();

REVOKE UPDATE, DELETE ON public.integrations_forward, public.integrations_delivery, public.integrations_attempt FROM parley_app;
GRANT UPDATE (body, url, headers, purged_at, actor_name) ON public.integrations_forward TO parley_app;
GRANT UPDATE (state, tries, next_at, leased_until, status, detail, reason, ended_at, actor_name) ON public.integrations_delivery TO parley_app;
GRANT UPDATE (detail) ON public.integrations_attempt TO parley_app;
