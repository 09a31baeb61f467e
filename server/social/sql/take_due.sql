-- Takes accounts of any project that are due, and that no worker has, or whose worker said nothing for too long. Projects that
-- move to another cell are collected there, and those of some networks wait: they have all the slots that they may have.
WITH changed AS (
    UPDATE social_accounts
    SET taken_by = :collection, taken_until = now() + :lease::interval, started_at = now()
    WHERE (project_id, account_id) IN (
        SELECT project_id, account_id
        FROM social_accounts
        WHERE state = 'connected' AND due_at <= now() AND (taken_until IS NULL OR taken_until < now())
            AND network <> ALL(:full::text[])
            AND project_id NOT IN (SELECT project_id FROM rollup_state WHERE accepts_since = 'infinity')
        ORDER BY due_at
        LIMIT :limit
        FOR UPDATE SKIP LOCKED
    )
    RETURNING {include: social_account}, wanted_at, started_at
), {include: over}, {include: begun}, announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    {include: subjects_of_changed}
)
SELECT {include: social_account}, wanted_at, started_at FROM changed
