-- The roles of Parley and what each may do to the database it is run in. Once per database, by a superuser, connected to it.
-- Plain SQL, and safe to run again: every start of the embedded run does. Passwords are set elsewhere.

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['owner', 'app', 'writer', 'index', 'staff', 'backup'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'parley_' || role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS', 'parley_' || role);
        END IF;
    END LOOP;
END
$$;

-- Migrates, owns the tables. NOINHERIT stands before the grants below: inherited, the policy USING (true) of writer and index
-- would become the owner's and undo FORCE. On 16 and later the attribute is copied into the grant at that moment.
ALTER ROLE parley_owner LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS;

-- Runs. Owns nothing, and is a member of nothing.
ALTER ROLE parley_app LOGIN NOSUPERUSER NOBYPASSRLS;

-- Owns chat_append and nothing else.
ALTER ROLE parley_writer NOLOGIN NOSUPERUSER NOBYPASSRLS;

-- Owns the few functions that look across tenants and return ids only.
ALTER ROLE parley_index NOLOGIN NOSUPERUSER NOBYPASSRLS;

-- Reads under a live grant. Owns nothing, and is a member of nothing.
ALTER ROLE parley_staff LOGIN NOSUPERUSER NOBYPASSRLS;

-- Dumps: pg_dump under row-level security would leave rows out. A deployment that dumps gives it LOGIN.
ALTER ROLE parley_backup NOLOGIN NOSUPERUSER BYPASSRLS;
GRANT pg_read_all_data TO parley_backup;

DO $$
DECLARE
    option text := '';
BEGIN
    -- 15 does not know the option; there NOINHERIT above does the same.
    IF current_setting('server_version_num')::int >= 160000 THEN
        option := ' WITH INHERIT FALSE, SET TRUE';
    END IF;
    EXECUTE 'GRANT parley_writer, parley_index TO parley_owner' || option;
    EXECUTE format('ALTER DATABASE %I OWNER TO parley_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO parley_app, parley_staff, parley_backup', current_database());
END
$$;

-- Owned by name: on 15 a NOINHERIT database owner does not get the rights of pg_database_owner, who owns "public".
ALTER SCHEMA public OWNER TO parley_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO parley_app, parley_writer, parley_index, parley_staff;
