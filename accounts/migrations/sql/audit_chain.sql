-- The audit chain: at commit each record gets its number, the hash of the one before it, and its own. docs/audit.md has the rules.

-- Sorted keys, no spaces, UTF-8, whole numbers only: what json.dumps(sort_keys=True, separators=(",", ":"), ensure_ascii=False) says.
CREATE FUNCTION public.canonical_json(p_value jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    CASE jsonb_typeof(p_value)
        WHEN 'object' THEN
            RETURN '{' || coalesce((SELECT string_agg(to_json(key)::text || ':' || public.canonical_json(value), ',' ORDER BY key COLLATE "C")
                                    FROM jsonb_each(p_value)), '') || '}';
        WHEN 'array' THEN
            RETURN '[' || coalesce((SELECT string_agg(public.canonical_json(value), ',' ORDER BY place)
                                    FROM jsonb_array_elements(p_value) WITH ORDINALITY AS each (value, place)), '') || ']';
        WHEN 'number' THEN
            IF p_value::text !~ '^-?[0-9]+$' THEN
                RAISE EXCEPTION 'audit: % is no whole number', p_value USING ERRCODE = 'data_exception';
            END IF;
            RETURN p_value::text;
        ELSE
            RETURN p_value::text;
    END CASE;
END
$$;

-- Links one record to its account's chain, and takes the words about people out of it: they come in as {field: [subject, words]}
-- and stay as the hash of salt and words. The head's row lock is what makes numbers gapless; it is taken at commit, after every
-- other lock of the transaction, so that nobody waits for anything while holding it.
CREATE FUNCTION public.audit_link(p_record bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r public.accounts_auditrecord;
    v_number bigint;
    v_prev bytea;
    v_hash bytea;
    v_personal jsonb;
    v_line jsonb;
BEGIN
    SELECT * INTO r FROM public.accounts_auditrecord WHERE id = p_record;
    IF r.id IS NULL OR r.hash IS NOT NULL THEN
        RETURN;
    END IF;
    INSERT INTO public.accounts_audithead (account_id, number, hash, changed_at)
        VALUES (r.account_id, 0, decode(repeat('00', 32), 'hex'), now()) ON CONFLICT (account_id) DO NOTHING;
    SELECT number + 1, hash INTO v_number, v_prev FROM public.accounts_audithead WHERE account_id = r.account_id FOR UPDATE;
    INSERT INTO public.accounts_auditpersonal (account_id, record_id, field, salt, value, subject)
        SELECT r.account_id, r.id, key, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')),
               value ->> 1, value ->> 0
        FROM jsonb_each(r.personal);
    SELECT coalesce(jsonb_object_agg(field, encode(sha256(salt || convert_to(value, 'UTF8')), 'hex')), '{}') INTO v_personal
        FROM public.accounts_auditpersonal WHERE account_id = r.account_id AND record_id = r.id;
    v_line := jsonb_build_object(
        'account', (SELECT public_id FROM public.accounts_account WHERE id = r.account_id),
        'project', (SELECT public_id FROM public.accounts_project WHERE account_id = r.account_id AND id = r.project_id),
        'number', v_number,
        'at', to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'actor_kind', r.actor_kind, 'actor_id', r.actor_id, 'action', r.action,
        'target_kind', r.target_kind, 'target_id', r.target_id,
        'data', r.data, 'personal', v_personal, 'prev_hash', encode(v_prev, 'hex'));
    v_hash := sha256(convert_to(public.canonical_json(v_line), 'UTF8'));
    UPDATE public.accounts_auditrecord SET number = v_number, prev_hash = v_prev, hash = v_hash, personal = v_personal WHERE id = r.id;
    UPDATE public.accounts_audithead SET number = v_number, hash = v_hash, changed_at = clock_timestamp() WHERE account_id = r.account_id;
END
$$;

-- The writer's rights, whoever commits: the app has no UPDATE on records and no INSERT on heads.
CREATE FUNCTION public.audit_chain() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.audit_link(NEW.id);
    RETURN NULL;
END
$$;
