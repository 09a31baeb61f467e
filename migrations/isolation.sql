-- What a request reads, it reads as viewpulse_reader, for one project: the setting viewpulse.project of its transaction.
-- Run after the migrations, so that no migration has to think of it; changes only what is not so yet.
DO $do$
DECLARE
    relation regclass;
    name text;
    column_sets text[] := ARRAY['metric_columns', 'watch_histogram_columns'];  -- they have no rows
    behind_views text[] := ARRAY['raw_events'];  -- read through a view that asks for the project itself
    kept_secret text[] := ARRAY['social_tokens', 'social_answers'];  -- no request reads them
    may_become text := CASE WHEN current_setting('server_version_num')::integer < 160000 THEN 'MEMBER' ELSE 'SET' END;
BEGIN
    IF to_regproc('may_see') IS NULL THEN
        RETURN;  -- migrated to an older version only
    END IF;
    BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'viewpulse_reader') THEN
            BEGIN
                CREATE ROLE viewpulse_reader NOLOGIN;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- another database of this server was first
            END;
        END IF;
        IF NOT pg_has_role(current_user, 'viewpulse_reader', may_become) THEN
            EXECUTE format('GRANT viewpulse_reader TO %I', current_user);
        END IF;
    EXCEPTION WHEN insufficient_privilege THEN
        RAISE insufficient_privilege USING
            MESSAGE = format('%I may not create the role viewpulse_reader, or not become it', current_user),
            HINT = format(
                'As an administrator: CREATE ROLE viewpulse_reader NOLOGIN; GRANT viewpulse_reader TO %I', current_user);
    END;

    IF NOT has_schema_privilege('viewpulse_reader', current_schema(), 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO viewpulse_reader', current_schema());
    END IF;
    FOR relation, name IN
        SELECT oid, relname FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            AND EXISTS (
                SELECT FROM pg_attribute
                WHERE attrelid = pg_class.oid AND attname = 'project_id' AND NOT attisdropped)
        ORDER BY relname
    LOOP
        IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = relation AND polname = 'one_project') THEN
            EXECUTE format(
                'CREATE POLICY one_project ON %s FOR SELECT TO viewpulse_reader'
                ' USING (project_id = nullif(current_setting(''viewpulse.project'', true), '''')::integer)', relation);
        END IF;
        IF NOT (SELECT relrowsecurity FROM pg_class WHERE oid = relation) THEN
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
        END IF;
        IF NOT (name = ANY (behind_views || kept_secret) OR has_table_privilege('viewpulse_reader', relation, 'SELECT')) THEN
            EXECUTE format('GRANT SELECT ON %s TO viewpulse_reader', relation);
        END IF;
    END LOOP;

    FOR relation IN
        SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'v'
    LOOP
        IF pg_get_viewdef(relation) !~ '(may_see|read_project)\(' THEN  -- it shows what the reader may see itself
            EXECUTE format('ALTER VIEW %s SET (security_invoker = true)', relation);
        END IF;
        IF NOT has_table_privilege('viewpulse_reader', relation, 'SELECT') THEN
            EXECUTE format('GRANT SELECT ON %s TO viewpulse_reader', relation);
        END IF;
    END LOOP;

    FOREACH name IN ARRAY column_sets LOOP
        IF NOT has_table_privilege('viewpulse_reader', name, 'SELECT') THEN
            EXECUTE format('GRANT SELECT ON %I TO viewpulse_reader', name);
        END IF;
    END LOOP;
END $do$
