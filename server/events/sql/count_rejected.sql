-- Counts rejected items by project, day and code; these keys are distinct and sorted.
INSERT INTO rejected_counts AS counted (project_id, day, code, rejected)
SELECT project_id, day, code, rejected
FROM unnest(:projects::integer[], :days::date[], :codes::text[], :counts::bigint[]) AS input (project_id, day, code, rejected)
ON CONFLICT (project_id, day, code) DO UPDATE SET rejected = counted.rejected + excluded.rejected
