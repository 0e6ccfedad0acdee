-- Signing in at the staff address. parley_staff reads and writes none of these tables; it calls these functions, which hold the rules:
-- an enrolment works once, a signature counts once, a session ends after eight hours, after half an hour without a page, and
-- with its person. The functions belong to the owner of the tables. Customers' processes have no part in any of it.
REVOKE ALL ON public.accounts_staffpasskey, public.accounts_staffenrolment, public.accounts_staffsession FROM PUBLIC, parley_app;

-- Whose enrolment this is, while it can be used.
CREATE FUNCTION public.staff_enrolling(p_hash bytea) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT e.user_id FROM public.accounts_staffenrolment e JOIN public.accounts_user u ON u.id = e.user_id
        WHERE e.hash = p_hash AND e.used_at IS NULL AND e.ends_at > clock_timestamp() AND u.is_staff AND u.is_active';

-- Registers the passkey of an enrolment, and uses every enrolment of that person up: the row's lock lets one of many through.
CREATE FUNCTION public.staff_enrol(p_hash bytea, p_credential_id bytea, p_credential bytea, p_count bigint, p_name text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person bigint;
BEGIN
    PERFORM FROM public.accounts_staffenrolment e WHERE e.hash = p_hash FOR UPDATE;
    person := public.staff_enrolling(p_hash);
    IF person IS NULL THEN
        RETURN false;
    END IF;
    UPDATE public.accounts_staffenrolment e SET used_at = clock_timestamp() WHERE e.user_id = person AND e.used_at IS NULL;
    INSERT INTO public.accounts_staffpasskey (user_id, credential_id, credential, sign_count, name)
        VALUES (person, p_credential_id, p_credential, p_count, left(p_name, 60)) ON CONFLICT (credential_id) DO NOTHING;
    RETURN FOUND;
END
$$;

-- The attested credential of whoever may sign in with it; nothing for any other.
CREATE FUNCTION public.staff_passkey(p_credential_id bytea) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT k.credential FROM public.accounts_staffpasskey k JOIN public.accounts_user u ON u.id = k.user_id
        WHERE k.credential_id = p_credential_id AND u.is_staff AND u.is_active';

-- Begins a session after a signature was verified. A counter that does not go up is a copied key; a challenge counts once.
CREATE FUNCTION public.staff_begin(p_credential_id bytea, p_count bigint, p_challenge bytea, p_hash bytea) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    passkey public.accounts_staffpasskey;
BEGIN
    SELECT k.* INTO passkey FROM public.accounts_staffpasskey k JOIN public.accounts_user u ON u.id = k.user_id
        WHERE k.credential_id = p_credential_id AND u.is_staff AND u.is_active FOR NO KEY UPDATE OF k;
    IF passkey.id IS NULL OR ((p_count > 0 OR passkey.sign_count > 0) AND p_count <= passkey.sign_count) THEN
        RETURN NULL;
    END IF;
    UPDATE public.accounts_staffpasskey k SET sign_count = p_count, last_used_at = clock_timestamp() WHERE k.id = passkey.id;
    INSERT INTO public.accounts_staffsession (user_id, passkey_id, hash, challenge)
        VALUES (passkey.user_id, passkey.id, p_hash, p_challenge) ON CONFLICT (challenge) DO NOTHING;
    RETURN CASE WHEN FOUND THEN passkey.user_id END;
END
$$;

-- Who this session is, while it lasts; being seen lets it last, for eight hours at most.
CREATE FUNCTION public.staff_here(p_hash bytea) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    here public.accounts_staffsession;
BEGIN
    SELECT s.* INTO here FROM public.accounts_staffsession s JOIN public.accounts_user u ON u.id = s.user_id
        WHERE s.hash = p_hash AND s.ended_at IS NULL AND u.is_staff AND u.is_active
            AND s.began_at > clock_timestamp() - interval '8 hours' AND s.seen_at > clock_timestamp() - interval '30 minutes';
    IF here.seen_at < clock_timestamp() - interval '1 minute' THEN
        UPDATE public.accounts_staffsession s SET seen_at = clock_timestamp() WHERE s.id = here.id;
    END IF;
    RETURN here.user_id;
END
$$;

CREATE FUNCTION public.staff_leave(p_hash bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'UPDATE public.accounts_staffsession s SET ended_at = clock_timestamp() WHERE s.hash = p_hash AND s.ended_at IS NULL';

REVOKE ALL ON FUNCTION public.staff_enrolling, public.staff_enrol, public.staff_passkey, public.staff_begin, public.staff_here,
    public.staff_leave FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.staff_enrolling, public.staff_enrol, public.staff_passkey, public.staff_begin, public.staff_here,
    public.staff_leave TO parley_staff;

-- What staff see of customers' billing without a grant: plan and dates, amounts and counts. Not who is invoiced, not where they live.
GRANT SELECT (account_id, plan, trial_ends_at, paid_until, next_try_at, credit) ON public.accounts_subscription TO parley_staff;
CREATE POLICY staff ON public.accounts_subscription FOR SELECT TO parley_staff USING (true);
GRANT SELECT (id, account_id, number, plan, currency, net, tax, total, credited, period_start, period_end, refused, issued_at, paid_at, voided_at)
    ON public.accounts_invoice TO parley_staff;
CREATE POLICY staff ON public.accounts_invoice FOR SELECT TO parley_staff USING (true);
GRANT SELECT (account_id, month, started) ON public.accounts_usage TO parley_staff;
CREATE POLICY staff ON public.accounts_usage FOR SELECT TO parley_staff USING (true);
