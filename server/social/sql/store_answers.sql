-- Keeps raw answers.
INSERT INTO social_answers (project_id, account_id, at, request, status, body)
SELECT :project, :account, at, request, status, body
FROM unnest(:ats::timestamptz[], :requests::text[], :statuses::integer[], :bodies::bytea[]) AS sent (at, request, status, body)
