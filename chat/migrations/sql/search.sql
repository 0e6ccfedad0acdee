-- Row-level security keeps indexes on && and % from being used (they are not leakproof), so these functions look past it, and
-- begin by checking what the wall would: that the project is the open one. They return ids, never a text.

CREATE FUNCTION public.search_reader(p_project bigint) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
    AS $$
BEGIN
    IF p_project IS DISTINCT FROM nullif(current_setting('parley.project', true), '')::bigint THEN
        RAISE EXCEPTION 'search outside of the open project' USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$$;

-- The project's own words that one asked word may mean: itself and what begins with it, else what is spelt like it.
CREATE FUNCTION public.search_words(p_project bigint, p_word text, p_limit integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
BEGIN
    PERFORM public.search_reader(p_project);
    RETURN QUERY SELECT w.id FROM public.chat_searchword w
        WHERE w.project_id = p_project AND (w.word = p_word
            OR (length(p_word) > 1 AND w.word OPERATOR(pg_catalog.~>=~) p_word AND w.word OPERATOR(pg_catalog.~<~) (p_word || chr(1114111))))
        ORDER BY length(w.word), w.word LIMIT p_limit;
    IF NOT FOUND AND length(p_word) > 3 THEN
        RETURN QUERY SELECT w.id FROM public.chat_searchword w
            WHERE w.project_id = p_project AND w.word OPERATOR(public.%) p_word
            ORDER BY public.similarity(w.word::text, p_word) DESC, w.word LIMIT least(p_limit, 5);
    END IF;
END
$$;

-- Ids of messages that hold, for each group, one of its words; newest first, older than p_before. Buckets are looked through from
-- the newest on, 1, 4, 16 … at a time, so that what is old costs nothing until it is reached.
CREATE FUNCTION public.search_messages(p_project bigint, p_groups jsonb, p_before bigint, p_limit integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
DECLARE
    lowest bigint; top bigint; low bigint; width bigint := 1; missing integer := p_limit; got integer; conditions text := '';
    tokens jsonb; found bigint;
BEGIN
    PERFORM public.search_reader(p_project);
    SELECT min(e.message_id) >> 17 INTO lowest FROM public.chat_searchentry e WHERE e.project_id = p_project;
    SELECT max(e.message_id) >> 17 INTO top FROM public.chat_searchentry e WHERE e.project_id = p_project AND e.message_id < p_before;
    IF top IS NULL OR jsonb_array_length(p_groups) = 0 THEN RETURN; END IF;
    FOR at IN 0 .. jsonb_array_length(p_groups) - 1 LOOP
        conditions := conditions || format(' AND e.tokens && ARRAY(SELECT $1 || ''.'' || b || '':'' || w'
            ' FROM generate_series($2, $3) b, jsonb_array_elements_text($4 -> %s) w)', at);
    END LOOP;
    LOOP
        low := greatest(lowest, top - width + 1);
        RETURN QUERY EXECUTE 'SELECT e.message_id FROM public.chat_searchentry e WHERE e.project_id = $1 AND e.message_id < $5' || conditions
            || ' ORDER BY e.message_id DESC LIMIT $6' USING p_project, low, top, p_groups, p_before, missing;
        GET DIAGNOSTICS got = ROW_COUNT;
        missing := missing - got;
        EXIT WHEN missing <= 0 OR low <= lowest;
        top := low - 1; width := width * 4;
    END LOOP;
END
$$;

-- Visitors whose name or address holds the asked letters, or is spelt like them; the last seen first.
CREATE FUNCTION public.search_visitors(p_project bigint, p_text text, p_limit integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
BEGIN
    PERFORM public.search_reader(p_project);
    RETURN QUERY SELECT v.id FROM public.chat_visitor v
        WHERE v.project_id = p_project AND (
            (v.name || ' ' || v.email) ILIKE '%' || replace(replace(replace(p_text, '\', '\\'), '%', '\%'), '_', '\_') || '%'
            OR p_text OPERATOR(public.<%) (v.name || ' ' || v.email))
        ORDER BY v.last_seen_at DESC, v.id DESC LIMIT p_limit;
END
$$;

-- Words that no message holds any longer, of those that were just taken away.
CREATE FUNCTION public.search_unused(p_project bigint, p_words text[]) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
DECLARE
    gone text; lowest bigint; top bigint;
BEGIN
    PERFORM public.search_reader(p_project);
    SELECT min(e.message_id) >> 17, max(e.message_id) >> 17 INTO lowest, top FROM public.chat_searchentry e WHERE e.project_id = p_project;
    FOREACH gone IN ARRAY p_words LOOP
        IF NOT EXISTS (SELECT FROM public.chat_searchentry e WHERE e.project_id = p_project AND e.tokens &&
                ARRAY(SELECT p_project || '.' || b || ':' || gone FROM generate_series(lowest, top) b)) THEN
            RETURN QUERY SELECT w.id FROM public.chat_searchword w WHERE w.project_id = p_project AND w.word = gone;
        END IF;
    END LOOP;
END
$$;

REVOKE ALL ON FUNCTION public.search_reader, public.search_words, public.search_messages, public.search_visitors, public.search_unused FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.search_words, public.search_messages, public.search_visitors, public.search_unused TO parley_app
