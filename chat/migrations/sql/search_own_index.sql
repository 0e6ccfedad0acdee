-- As in search_any_size.sql, but which index serves is written down, and nothing that the planner believes of a customer decides it.
-- Pairs are compared where the project's own newest are walked: by age alone the planner would walk everybody's. `+ 0` keeps any index
-- but that of the words from being asked what these have found: read beside it, one of all the project's messages costs far more.

-- Ids of messages that hold, for each group, one of its words; newest first, older than p_before. Only buckets are looked into that
-- have a word of every group, from the newest on, 1, 4, 16 … at a time. A common word is mostly in the newest thousand messages of the
-- newest bucket, so these are read first: the index would give every message of the bucket that has it.
CREATE OR REPLACE FUNCTION public.search_messages(p_project bigint, p_groups jsonb, p_before bigint, p_limit integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
DECLARE
    asked integer := jsonb_array_length(p_groups); of_group bigint[]; of_bucket bigint[]; of_word text[]; buckets bigint[]; part bigint[];
    place integer := 1; width integer := 1; missing integer := p_limit; got integer; conditions text; tokens text[]; found bigint[];
BEGIN
    PERFORM public.search_reader(p_project);
    SELECT array_agg(g.place), array_agg(b), array_agg(w.word) INTO of_group, of_bucket, of_word
        FROM jsonb_array_elements(p_groups) WITH ORDINALITY g(words, place), LATERAL jsonb_array_elements_text(g.words) a(word)
        JOIN public.chat_searchword w ON w.project_id = p_project AND w.word = a.word, LATERAL unnest(w.buckets) b
        WHERE b <= p_before >> 17;
    SELECT array_agg(b ORDER BY b DESC) INTO buckets
        FROM (SELECT u.b FROM unnest(of_group, of_bucket) u(g, b) GROUP BY u.b HAVING count(DISTINCT u.g) = asked) whole;
    WHILE place <= cardinality(buckets) LOOP
        part := buckets[place : place + width - 1];
        conditions := '';
        FOR at IN 1 .. asked LOOP
            SELECT array_agg(p_project || '.' || u.b || ':' || u.w) INTO tokens
                FROM unnest(of_group, of_bucket, of_word) u(g, b, w) WHERE u.g = at AND u.b = ANY(part);
            conditions := conditions || format(' AND e.tokens && %L::text[]', tokens);
        END LOOP;
        IF place = 1 THEN
            EXECUTE 'SELECT array_agg(e.message_id) FROM (SELECT e.message_id FROM (SELECT e.project_id, e.message_id, e.tokens'
                ' FROM public.chat_searchentry e WHERE (e.project_id, e.message_id) < ($1, $2) AND (e.project_id, e.message_id) >= ($1, $3)'
                ' ORDER BY e.project_id DESC, e.message_id DESC LIMIT 1000) e WHERE true' || conditions
                || ' ORDER BY e.project_id DESC, e.message_id DESC LIMIT $4) e'
                INTO found USING p_project, p_before, part[1] << 17, p_limit;
            IF cardinality(found) = p_limit THEN
                RETURN QUERY SELECT unnest(found);
                RETURN;
            END IF;
        END IF;
        RETURN QUERY EXECUTE 'WITH e AS MATERIALIZED (SELECT e.message_id FROM public.chat_searchentry e'
            ' WHERE e.project_id + 0 = $1 AND e.message_id + 0 < $2' || conditions || ')'
            ' SELECT e.message_id FROM e ORDER BY e.message_id DESC LIMIT $3' USING p_project, p_before, missing;
        GET DIAGNOSTICS got = ROW_COUNT;
        missing := missing - got;
        EXIT WHEN missing <= 0;
        place := place + width; width := width * 4;
    END LOOP;
END
$$;

-- The project's own words that one asked word may mean: itself and what begins with it.
CREATE OR REPLACE FUNCTION public.search_words(p_project bigint, p_word text, p_limit integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
BEGIN
    PERFORM public.search_reader(p_project);
    RETURN QUERY SELECT w.id FROM public.chat_searchword w
        WHERE w.project_id = p_project AND (w.word = p_word
            OR (length(p_word) > 1 AND w.word OPERATOR(pg_catalog.~>=~) p_word AND w.word OPERATOR(pg_catalog.~<~) (p_word || chr(1114111))))
        ORDER BY length(w.word), w.word LIMIT p_limit;
END
$$;

-- Those that are spelt like it. What has a digit is a number of something: another number is no misspelling of it, and numbers are what a
-- project has ever more of.
CREATE FUNCTION public.search_words_alike(p_project bigint, p_word text, p_limit integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
BEGIN
    PERFORM public.search_reader(p_project);
    IF length(p_word) > 3 AND p_word !~ '[0-9]' THEN
        RETURN QUERY SELECT w.id FROM public.chat_searchword w
            WHERE w.project_id = p_project AND w.word !~ '[0-9]' AND w.word OPERATOR(public.%) p_word
            ORDER BY public.similarity(w.word::text, p_word) DESC, w.word LIMIT p_limit;
    END IF;
END
$$;

-- Visitors whose name or address holds the asked letters; the last seen first. Each three letters that are asked for cost the index a
-- way to the bottom, and a whole name has thirty: of a long question its first and last letters find the few that may be meant.
CREATE OR REPLACE FUNCTION public.search_visitors(p_project bigint, p_text text, p_limit integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
DECLARE
    parts text[] := CASE WHEN length(p_text) > 10 THEN ARRAY[left(p_text, 4), right(p_text, 4)] ELSE ARRAY[p_text] END;
    held text; whole text;
BEGIN
    PERFORM public.search_reader(p_project);
    parts := ARRAY(SELECT replace(replace(replace(u.part, '\', '\\'), '%', '\%'), '_', '\_')
                   FROM unnest(parts || p_text) WITH ORDINALITY u(part, at) ORDER BY u.at);
    whole := '%' || parts[cardinality(parts)] || '%';
    held := '%' || array_to_string(trim_array(parts, 1), '%') || '%';
    RETURN QUERY SELECT v.id FROM public.chat_visitor v
        WHERE v.project_id = p_project AND (v.name || ' ' || v.email) ILIKE held AND (v.name || ' ' || v.email || '') ILIKE whole
        ORDER BY v.last_seen_at DESC, v.id DESC LIMIT p_limit;
END
$$;

-- Those whose name or address is spelt like what was asked for. Whoever asks decides when: for a whole name nearly everybody shares some
-- of its letters, and of a common word's page of messages nobody misspelt a name.
CREATE FUNCTION public.search_visitors_alike(p_project bigint, p_text text, p_limit integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
BEGIN
    PERFORM public.search_reader(p_project);
    RETURN QUERY SELECT v.id FROM public.chat_visitor v
        WHERE v.project_id = p_project AND p_text OPERATOR(public.<%) (v.name || ' ' || v.email)
        ORDER BY v.last_seen_at DESC, v.id DESC LIMIT p_limit;
END
$$;

REVOKE ALL ON FUNCTION public.search_words_alike, public.search_visitors_alike FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.search_words_alike, public.search_visitors_alike TO parley_app;

-- Words that no message holds any longer, of those that were just taken away. A bucket at a time, the newest first: what is said every
-- day is found at once, and a rare word has few buckets.
CREATE OR REPLACE FUNCTION public.search_unused(p_project bigint, p_words text[]) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
DECLARE
    gone record; bucket integer; said boolean;
BEGIN
    PERFORM public.search_reader(p_project);
    FOR gone IN SELECT w.id, w.word, ARRAY(SELECT b FROM unnest(w.buckets) b ORDER BY b DESC) AS buckets
            FROM public.chat_searchword w WHERE w.project_id = p_project AND w.word = ANY(p_words) LOOP
        said := false;
        FOREACH bucket IN ARRAY gone.buckets LOOP
            said := EXISTS (WITH e AS MATERIALIZED (SELECT 1 FROM public.chat_searchentry e WHERE e.project_id + 0 = p_project
                AND e.tokens && ARRAY[p_project || '.' || bucket || ':' || gone.word]) SELECT FROM e);
            EXIT WHEN said;
        END LOOP;
        IF NOT said THEN
            RETURN NEXT gone.id;
        END IF;
    END LOOP;
END
$$;
