-- The ledger's own rules, for whoever writes to it.

-- How much of each accrual is held and approved, and when its hold ends. What was paid is no accrual's: it is the partner's.
CREATE VIEW public.partners_chain WITH (security_invoker = true) AS
    SELECT e.partner_id, coalesce(e.accrual_id, e.id) AS accrual_id,
        sum(CASE WHEN e.target = 'held' THEN e.amount WHEN e.source = 'held' THEN -e.amount ELSE 0 END)::bigint AS held,
        sum(CASE WHEN e.target = 'approved' THEN e.amount WHEN e.source = 'approved' THEN -e.amount ELSE 0 END)::bigint AS approved,
        max(e.held_until) AS held_until
    FROM public.partners_entry e WHERE e.kind <> 'paid' GROUP BY 1, 2;
REVOKE INSERT, UPDATE, DELETE ON public.partners_chain FROM parley_app;

-- One at a time for a partner, so that what the rules below add up is all there is; and ids in the order of commits.
CREATE FUNCTION public.partners_entry_turn() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM public.partners_partner p WHERE p.id = NEW.partner_id FOR NO KEY UPDATE;
    NEW.id := nextval(pg_get_serial_sequence('public.partners_entry', 'id'));
    NEW.created_at := clock_timestamp();
    IF EXISTS (SELECT FROM public.partners_entry e WHERE e.partner_id = NEW.partner_id AND e.currency <> NEW.currency) THEN
        RAISE EXCEPTION 'a partner has one currency' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER turn BEFORE INSERT ON public.partners_entry FOR EACH ROW EXECUTE FUNCTION public.partners_entry_turn();

-- Of no accrual is more approved, held back or taken back than there is; nothing is paid or held back that is not approved.
-- What was paid may be taken back later: then the approved purse is below nothing until it is earned again.
CREATE FUNCTION public.partners_entry_sums() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM public.partners_chain c WHERE c.partner_id = NEW.partner_id
            AND c.accrual_id = coalesce(NEW.accrual_id, NEW.id) AND (c.held < 0 OR c.approved < 0)) THEN
        RAISE EXCEPTION 'more than this accrual has' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind IN ('paid', 'held') AND (SELECT sum(CASE 'approved' WHEN e.target THEN e.amount WHEN e.source THEN -e.amount ELSE 0 END)
            FROM public.partners_entry e WHERE e.partner_id = NEW.partner_id) < 0 THEN
        RAISE EXCEPTION 'more than is approved' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER sums AFTER INSERT ON public.partners_entry FOR EACH ROW EXECUTE FUNCTION public.partners_entry_sums();

-- A statement takes the next number, and all entries since the former one. Also one at a time.
CREATE FUNCTION public.partners_statement_turn() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former public.partners_statement;
BEGIN
    PERFORM FROM public.partners_partner p WHERE p.id = NEW.partner_id FOR NO KEY UPDATE;
    SELECT * INTO former FROM public.partners_statement s WHERE s.partner_id = NEW.partner_id ORDER BY s.number DESC LIMIT 1;
    IF NEW.number <> coalesce(former.number, 0) + 1 OR NEW.opening <> coalesce(former.closing, 0)
        OR NEW.first_entry <= coalesce(former.last_entry, 0) OR NEW.month <= coalesce(former.month, '-infinity') THEN
        RAISE EXCEPTION 'a statement follows the former one' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER turn BEFORE INSERT ON public.partners_statement FOR EACH ROW EXECUTE FUNCTION public.partners_statement_turn();
