-- What is sealed in a statement may be sealed again under another key, and emptied. Nothing else of it changes.
DROP TRIGGER once ON public.partners_statement;
CREATE TRIGGER once BEFORE DELETE ON public.partners_statement FOR EACH ROW EXECUTE FUNCTION public.partners_once();
CREATE TRIGGER once_but_sealed BEFORE UPDATE ON public.partners_statement FOR EACH ROW
    WHEN (to_jsonb(NEW.*) - 'sealed' <> to_jsonb(OLD.*) - 'sealed') EXECUTE FUNCTION public.partners_once();
GRANT UPDATE (sealed) ON public.partners_statement TO parley_app;

-- Staff see the sums; who is on it, only by way of `staff_partner_tax`.
REVOKE SELECT ON public.partners_statement FROM parley_staff;
GRANT SELECT (id, partner_id, public_id, number, month, currency, opening, accrued, reversed, paid, closing, first_entry, last_entry, created_at)
    ON public.partners_statement TO parley_staff;
