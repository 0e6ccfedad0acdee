-- Lookups that come before a partner is open: ids only.
CREATE FUNCTION public.partner_by_user(p_user bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT p.id FROM public.partners_partner p WHERE p.user_id = p_user';
CREATE FUNCTION public.partner_by_code(p_code text) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT p.id FROM public.partners_partner p WHERE p.code = p_code';
CREATE FUNCTION public.partner_of_account(p_account bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT r.partner_id FROM public.partners_referral r WHERE r.account_id = p_account';
CREATE FUNCTION public.partner_of_touch(p_user bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT t.partner_id FROM public.partners_touch t WHERE t.user_id = p_user';
CREATE FUNCTION public.all_partners() RETURNS TABLE (partner_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT p.id FROM public.partners_partner p ORDER BY p.id';
-- The other accounts that pay with the same card, by its keyed fingerprint.
CREATE FUNCTION public.accounts_with_card_of(p_account bigint) RETURNS TABLE (account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT o.account_id FROM public.accounts_card c JOIN public.accounts_card o ON o.fingerprint = c.fingerprint
        AND o.key_name = c.key_name AND o.account_id <> c.account_id WHERE c.account_id = p_account';
REVOKE ALL ON FUNCTION public.partner_by_user, public.partner_by_code, public.partner_of_account, public.partner_of_touch,
    public.all_partners, public.accounts_with_card_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.partner_by_user, public.partner_by_code, public.partner_of_account, public.partner_of_touch,
    public.all_partners, public.accounts_with_card_of TO parley_app
