-- The subjects that the run changed, by kind.
SELECT project_id, kind, array_agg(id) AS ids FROM touched GROUP BY project_id, kind
