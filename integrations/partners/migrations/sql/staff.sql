-- What Parley's people see and do. They read what the check needs; all that they write goes through these functions, which take
-- the hash of a staff session, not a person: nobody acts in another one's name. The functions belong to the owner of the tables,
-- who is bound by row-level security too and sees the partner that it is told.
GRANT SELECT ON public.partners_plan, public.partners_chain, public.partners_datakey TO parley_staff;
GRANT SELECT (id, public_id, code, name, website, about, state, plan_id, created_at, decided_at) ON public.partners_partner TO parley_staff;
GRANT SELECT (id, partner_id, public_id, plan_id, touched_at, began_at, refused) ON public.partners_referral TO parley_staff;
GRANT SELECT ON public.partners_entry, public.partners_check, public.partners_statement TO parley_staff;
GRANT SELECT (id, partner_id, declared_at, payout_changed_at, saved_at, certificate_type) ON public.partners_taxprofile TO parley_staff;
CREATE POLICY staff ON public.partners_partner FOR SELECT TO parley_staff USING (true);
CREATE POLICY staff ON public.partners_referral FOR SELECT TO parley_staff USING (true);
CREATE POLICY staff ON public.partners_entry FOR SELECT TO parley_staff USING (true);
CREATE POLICY staff ON public.partners_check FOR SELECT TO parley_staff USING (true);
CREATE POLICY staff ON public.partners_statement FOR SELECT TO parley_staff USING (true);
CREATE POLICY staff ON public.partners_taxprofile FOR SELECT TO parley_staff USING (true);

-- Whose session this is, with that partner opened and locked; NULL for nobody.
CREATE FUNCTION public.staff_partner_open(p_hash bytea, p_partner bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person bigint := public.staff_here(p_hash, true);
BEGIN
    PERFORM set_config('parley.partner', p_partner::text, true);
    PERFORM FROM public.partners_partner p WHERE p.id = p_partner FOR NO KEY UPDATE;
    RETURN CASE WHEN FOUND THEN person END;
END
$$;

-- Approve, refuse or block.
CREATE FUNCTION public.staff_partner_decide(p_hash bytea, p_partner bigint, p_state text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF public.staff_partner_open(p_hash, p_partner) IS NULL OR p_state NOT IN ('approved', 'refused', 'blocked') THEN
        RETURN false;
    END IF;
    UPDATE public.partners_partner p SET state = p_state, decided_at = clock_timestamp()
        WHERE p.id = p_partner AND p.state <> 'erased' AND p.state <> p_state;
    RETURN FOUND;
END
$$;

-- What could be approved (out of its hold) or paid now, up to an entry. Nothing for whoever is not approved, and nothing is paid
-- without a declaration or within three days of another payout account.
CREATE FUNCTION public.staff_check_amount(p_partner bigint, p_kind text, p_up_to bigint, p_at timestamptz) RETURNS bigint
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.partners_partner p WHERE p.id = p_partner AND p.state = 'approved') THEN
        RETURN 0;
    END IF;
    IF p_kind = 'approve' THEN
        RETURN (SELECT coalesce(sum(c.held), 0) FROM public.partners_chain c
            WHERE c.partner_id = p_partner AND c.accrual_id <= p_up_to AND c.held_until <= p_at);
    END IF;
    IF NOT EXISTS (SELECT FROM public.partners_taxprofile t WHERE t.partner_id = p_partner AND t.declared_at IS NOT NULL
            AND coalesce(t.payout_changed_at, '-infinity') < clock_timestamp() - interval '3 days') THEN
        RETURN 0;
    END IF;
    RETURN (SELECT coalesce(sum(CASE 'approved' WHEN e.target THEN e.amount WHEN e.source THEN -e.amount ELSE 0 END), 0)
        FROM public.partners_entry e WHERE e.partner_id = p_partner);
END
$$;

-- The first person. NULL where there is nothing to approve or to pay, or where it has been asked already.
CREATE FUNCTION public.staff_check_ask(p_hash bytea, p_partner bigint, p_kind text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person bigint := public.staff_partner_open(p_hash, p_partner);
    up_to bigint := (SELECT max(e.id) FROM public.partners_entry e WHERE e.partner_id = p_partner);
    due bigint;
    made bigint;
BEGIN
    IF person IS NULL OR p_kind NOT IN ('approve', 'pay') OR up_to IS NULL THEN
        RETURN NULL;
    END IF;
    due := public.staff_check_amount(p_partner, p_kind, up_to, clock_timestamp());
    IF due <= 0 THEN
        RETURN NULL;
    END IF;
    INSERT INTO public.partners_check (partner_id, kind, amount, currency, up_to, asked_by, asked_name)
        SELECT p_partner, p_kind, due, e.currency, up_to, person, left(coalesce(nullif(u.name, ''), u.email), 120)
        FROM public.accounts_user u, public.partners_entry e WHERE u.id = person AND e.id = up_to
        ON CONFLICT DO NOTHING RETURNING id INTO made;
    RETURN made;
END
$$;

-- The second person: agrees, and it is done; or refuses. False where they are the first one, or the amount is another one by now.
CREATE FUNCTION public.staff_check_answer(p_hash bytea, p_partner bigint, p_check bigint, p_agreed boolean) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person bigint := public.staff_partner_open(p_hash, p_partner);
    asked public.partners_check;
    now_is bigint;
BEGIN
    SELECT * INTO asked FROM public.partners_check c WHERE c.partner_id = p_partner AND c.id = p_check AND c.answered_at IS NULL FOR UPDATE;
    IF person IS NULL OR asked.id IS NULL OR (p_agreed AND person = asked.asked_by) THEN
        RETURN false;
    END IF;
    IF p_agreed THEN
        now_is := public.staff_check_amount(p_partner, asked.kind, asked.up_to, asked.asked_at);
        IF (asked.kind = 'approve' AND now_is <> asked.amount) OR now_is < asked.amount THEN
            RETURN false;
        END IF;
        IF asked.kind = 'pay' THEN
            INSERT INTO public.partners_entry (partner_id, kind, source, target, amount, currency, cause, check_of_id)
                VALUES (p_partner, 'paid', 'approved', 'paid', asked.amount, asked.currency, 'check:' || p_check, p_check);
        ELSE
            INSERT INTO public.partners_entry (partner_id, kind, source, target, amount, currency, cause, accrual_id, referral_id, invoice_number, check_of_id)
                SELECT p_partner, 'approved', 'held', 'approved', c.held, asked.currency, 'check:' || p_check || ':' || c.accrual_id,
                    c.accrual_id, e.referral_id, e.invoice_number, p_check
                FROM public.partners_chain c JOIN public.partners_entry e ON e.id = c.accrual_id
                WHERE c.partner_id = p_partner AND c.held > 0 AND c.accrual_id <= asked.up_to AND c.held_until <= asked.asked_at;
        END IF;
    END IF;
    UPDATE public.partners_check c SET agreed = p_agreed, answered_by = person, answered_at = clock_timestamp(),
        answered_name = (SELECT left(coalesce(nullif(u.name, ''), u.email), 120) FROM public.accounts_user u WHERE u.id = person)
        WHERE c.id = p_check;
    RETURN true;
END
$$;

-- Takes one accrual's approval back, for another hold: what is paid already stays paid.
CREATE FUNCTION public.staff_hold(p_hash bytea, p_partner bigint, p_accrual bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person bigint := public.staff_partner_open(p_hash, p_partner);
BEGIN
    IF person IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO public.partners_entry (partner_id, kind, source, target, amount, currency, cause, accrual_id, referral_id, invoice_number, held_until)
        SELECT p_partner, 'held', 'approved', 'held', c.approved, e.currency, 'hold:' || c.accrual_id || ':' || (SELECT max(o.id) FROM public.partners_entry o WHERE o.partner_id = p_partner),
            c.accrual_id, e.referral_id, e.invoice_number, clock_timestamp() + make_interval(days => l.hold_days)
        FROM public.partners_chain c JOIN public.partners_entry e ON e.id = c.accrual_id
            JOIN public.partners_partner p ON p.id = c.partner_id JOIN public.partners_plan l ON l.id = p.plan_id
        WHERE c.partner_id = p_partner AND c.accrual_id = p_accrual AND c.approved > 0;
    RETURN FOUND;
EXCEPTION WHEN check_violation THEN
    RETURN false;
END
$$;

-- The sealed tax profile, for a purpose that is written down before it is read. There is no other way to it for staff.
CREATE FUNCTION public.staff_partner_tax(p_hash bytea, p_partner bigint, p_purpose text) RETURNS TABLE (profile_id bigint, sealed text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person bigint := public.staff_partner_open(p_hash, p_partner);
BEGIN
    IF person IS NULL OR p_purpose NOT IN ('check', 'tax') THEN
        RETURN;
    END IF;
    INSERT INTO public.partners_look (partner_id, who, is_staff, purpose, what)
        SELECT p_partner, left(coalesce(nullif(u.name, ''), u.email), 120), true, p_purpose, 'profile' FROM public.accounts_user u WHERE u.id = person;
    RETURN QUERY SELECT t.id, t.sealed FROM public.partners_taxprofile t WHERE t.partner_id = p_partner;
END
$$;

REVOKE ALL ON FUNCTION public.staff_partner_open, public.staff_partner_decide, public.staff_check_amount, public.staff_check_ask,
    public.staff_check_answer, public.staff_hold, public.staff_partner_tax FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.staff_partner_open, public.staff_partner_decide, public.staff_check_ask,
    public.staff_check_answer, public.staff_hold, public.staff_partner_tax TO parley_staff;
