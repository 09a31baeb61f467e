-- Ends a collection: the account is due next when it says, or at once if a person asked for it meanwhile. The aggregator's next
-- run notifies subscribers.
WITH changed AS (
    UPDATE social_accounts
    SET taken_by = NULL, taken_until = NULL, outcome = :outcome, detail = :detail, calls = :calls,
        due_at = CASE WHEN wanted_at > started_at THEN wanted_at ELSE :due_at::timestamptz END,
        wanted_at = CASE WHEN wanted_at > started_at THEN wanted_at END,
        collected_at = CASE WHEN :outcome = 'done' THEN now() ELSE collected_at END
    WHERE project_id = :project AND account_id = :account AND taken_by = :collection
    RETURNING project_id, account_id, workspace_id
), announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    SELECT changed.project_id, subject.kind, subject.id
    FROM changed CROSS JOIN LATERAL (
        VALUES ('social_account', changed.account_id), ('social_workspace', changed.workspace_id)
    ) AS subject (kind, id)
)
SELECT account_id FROM changed
