-- The subjects that the run touched, by kind.
SELECT project_id, kind, array_agg(id) AS ids FROM touched_subjects GROUP BY project_id, kind
