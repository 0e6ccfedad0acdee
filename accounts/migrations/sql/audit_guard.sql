-- The audit records' triggers: a record begins without a link, is linked once, and is never changed or removed by anybody.

CREATE FUNCTION public.audit_begin() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.number := NULL;
    NEW.prev_hash := NULL;
    NEW.hash := NULL;
    NEW.personal := coalesce(NEW.personal, '{}');
    NEW.created_at := clock_timestamp();
    RETURN NEW;
END
$$;
CREATE TRIGGER begin BEFORE INSERT ON public.accounts_auditrecord FOR EACH ROW EXECUTE FUNCTION public.audit_begin();

CREATE CONSTRAINT TRIGGER chain AFTER INSERT ON public.accounts_auditrecord
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.audit_chain();

CREATE FUNCTION public.audit_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'audit records are never changed' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER never_changed BEFORE UPDATE ON public.accounts_auditrecord
    FOR EACH ROW WHEN (OLD.hash IS NOT NULL) EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.accounts_auditrecord FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON public.accounts_auditrecord EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER never_changed BEFORE UPDATE ON public.accounts_auditpersonal FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.accounts_audithead FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON public.accounts_audithead EXECUTE FUNCTION public.audit_refuse();
