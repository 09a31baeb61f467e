-- Ends a collection: the account is due next when it says, or earlier if a person asked for it meanwhile (see want_account). The
-- aggregator's next run notifies subscribers, also of the contents that posts show whose numbers are new.
WITH changed AS (
    UPDATE social_accounts
    SET taken_by = NULL, taken_until = NULL, outcome = :outcome, detail = :detail, calls = :calls,
        due_at = CASE
            WHEN wanted_at > started_at
                THEN LEAST(:due_at::timestamptz, GREATEST(wanted_at, started_at + :spacing::interval))
            ELSE :due_at::timestamptz
        END,
        wanted_at = CASE WHEN wanted_at > started_at THEN wanted_at END,
        collected_at = CASE WHEN :outcome = 'done' THEN now() ELSE collected_at END,
        stamp = gen_random_uuid()
    WHERE project_id = :project AND account_id = :account AND taken_by = :collection
    RETURNING project_id, account_id, workspace_id, started_at
), ended AS (
    UPDATE social_collections AS t
    SET ended_at = now(), outcome = :outcome, detail = :detail, calls = :calls, posts = :posts
    FROM changed
    WHERE t.project_id = changed.project_id AND t.account_id = changed.account_id AND t.started_at = :started_at
), shown AS (
    INSERT INTO changed_subjects (project_id, kind, id)
    SELECT DISTINCT changed.project_id, 'content', links.content_id
    FROM changed
        JOIN social_latest AS latest USING (project_id, account_id)
        JOIN social_links AS links USING (project_id, account_id, post_id)
    WHERE latest.at >= changed.started_at
), announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    {include: subjects_of_changed}
)
SELECT account_id FROM changed
