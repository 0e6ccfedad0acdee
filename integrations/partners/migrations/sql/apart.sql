-- A sign-in is a partner's or a member's. The person's row is locked, so that of two at once the second one sees the first.
CREATE FUNCTION public.partners_apart() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NEW.user_id IS NOT NULL THEN
        PERFORM FROM public.accounts_user u WHERE u.id = NEW.user_id FOR NO KEY UPDATE;
        IF (TG_TABLE_NAME = 'partners_partner' AND EXISTS (SELECT FROM public.memberships_of(NEW.user_id)))
            OR (TG_TABLE_NAME = 'accounts_member' AND public.partner_by_user(NEW.user_id) IS NOT NULL) THEN
            RAISE EXCEPTION 'a partner is no member of any account' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER apart BEFORE INSERT OR UPDATE OF user_id ON public.partners_partner FOR EACH ROW EXECUTE FUNCTION public.partners_apart();
CREATE TRIGGER apart BEFORE INSERT OR UPDATE OF user_id, active ON public.accounts_member FOR EACH ROW EXECUTE FUNCTION public.partners_apart();
