-- Whose rows: the open partner's, and nobody else's. What staff need for the check is listed by column.
DO $$
DECLARE
    name text;
    own text;
BEGIN
    FOREACH name IN ARRAY ARRAY['partner', 'referral', 'touch', 'entry', 'check', 'statement', 'taxprofile', 'look'] LOOP
        own := CASE name WHEN 'partner' THEN 'id' ELSE 'partner_id' END || ' = nullif(current_setting(''parley.partner'', true), '''')::bigint';
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', 'partners_' || name);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', 'partners_' || name);
        EXECUTE format('CREATE POLICY partner ON public.%I TO parley_app, parley_owner USING (%s) WITH CHECK (%s)', 'partners_' || name, own, own);
        EXECUTE format('REVOKE DELETE ON public.%I FROM parley_app', 'partners_' || name);
    END LOOP;
END
$$;

ALTER TABLE public.partners_entry
    ADD CONSTRAINT partners_entry_referral_pair_fk FOREIGN KEY (partner_id, referral_id) REFERENCES public.partners_referral (partner_id, id),
    ADD CONSTRAINT partners_entry_accrual_pair_fk FOREIGN KEY (partner_id, accrual_id) REFERENCES public.partners_entry (partner_id, id),
    ADD CONSTRAINT partners_entry_check_pair_fk FOREIGN KEY (partner_id, check_of_id) REFERENCES public.partners_check (partner_id, id);

-- Terms are Parley's: a version is added by a migration and never changed.
REVOKE INSERT, UPDATE, DELETE ON public.partners_plan FROM parley_app;
INSERT INTO public.partners_plan (code, version, rate, months, hold_days, window_days, currency) VALUES ('standard', 1, 2000, 12, 30, 90, 'EUR');

-- Nobody approves themselves, or writes a check, an approval or a payment from the web.
CREATE POLICY applied ON public.partners_partner AS RESTRICTIVE FOR INSERT TO parley_app WITH CHECK (state = 'applied' AND decided_at IS NULL);
CREATE POLICY earned ON public.partners_entry AS RESTRICTIVE FOR INSERT TO parley_app WITH CHECK (kind IN ('accrued', 'reversed') AND check_of_id IS NULL);
CREATE POLICY own ON public.partners_look AS RESTRICTIVE FOR INSERT TO parley_app WITH CHECK (NOT is_staff);
REVOKE UPDATE ON public.partners_partner, public.partners_referral, public.partners_touch, public.partners_entry, public.partners_statement,
    public.partners_look FROM parley_app;
REVOKE INSERT, UPDATE ON public.partners_check FROM parley_app;
GRANT UPDATE (user_id, code, name, website, about, state) ON public.partners_partner TO parley_app;
GRANT UPDATE (refused) ON public.partners_referral TO parley_app;
GRANT DELETE ON public.partners_touch TO parley_app;

CREATE FUNCTION public.partners_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER once BEFORE UPDATE OR DELETE ON public.partners_entry FOR EACH ROW EXECUTE FUNCTION public.partners_once();
CREATE TRIGGER once_all BEFORE TRUNCATE ON public.partners_entry FOR EACH STATEMENT EXECUTE FUNCTION public.partners_once();
CREATE TRIGGER once BEFORE UPDATE OR DELETE ON public.partners_statement FOR EACH ROW EXECUTE FUNCTION public.partners_once();
CREATE TRIGGER once BEFORE UPDATE OR DELETE ON public.partners_look FOR EACH ROW EXECUTE FUNCTION public.partners_once();
CREATE TRIGGER once BEFORE UPDATE OR DELETE ON public.partners_plan FOR EACH ROW EXECUTE FUNCTION public.partners_once();

-- From the web a partner's state becomes `erased` and nothing else; an erased one stays so.
CREATE FUNCTION public.partners_state() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF OLD.state = 'erased' OR (current_user = 'parley_app' AND NEW.state <> 'erased') THEN
        RAISE EXCEPTION 'a partner does not decide about themselves' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER state BEFORE UPDATE OF state ON public.partners_partner FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION public.partners_state();
