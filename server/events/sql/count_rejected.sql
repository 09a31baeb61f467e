-- Counts rejected items by day and code. Parameters: projects, days, codes, counts; keys distinct and sorted.
INSERT INTO rejected_counts AS counted (project_id, day, code, rejected)
SELECT project_id, day, code, rejected
FROM unnest($1::integer[], $2::date[], $3::text[], $4::bigint[]) AS input (project_id, day, code, rejected)
ON CONFLICT (project_id, day, code) DO UPDATE SET rejected = counted.rejected + excluded.rejected
