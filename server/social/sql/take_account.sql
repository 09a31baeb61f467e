-- Takes one account, if it is connected and no worker has it.
WITH changed AS (
    UPDATE social_accounts
    SET taken_by = :collection, taken_until = now() + :lease::interval, started_at = now(), wanted_at = now()
    WHERE project_id = :project AND account_id = :account AND state = 'connected'
        AND (taken_until IS NULL OR taken_until < now())
    RETURNING {include: social_account}, wanted_at, started_at
), {include: over}, {include: begun}, announced AS (
    INSERT INTO changed_subjects (project_id, kind, id)
    {include: subjects_of_changed}
)
SELECT {include: social_account}, wanted_at, started_at FROM changed
