-- Takes one account, if it is connected, no worker has it, and its last collection began long enough ago.
WITH changed AS (
    UPDATE social_accounts
    SET taken_by = :collection, taken_until = now() + :lease::interval, started_at = now(), wanted_at = now()
    WHERE project_id = :project AND account_id = :account AND state = 'connected'
        AND (taken_until IS NULL OR taken_until < now())
        AND (started_at IS NULL OR started_at <= now() - :spacing::interval)
    RETURNING {include: social_account}, wanted_at, started_at
), {include: over}, {include: begun}, announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    {include: subjects_of_changed}
)
SELECT {include: social_account}, wanted_at, started_at FROM changed
