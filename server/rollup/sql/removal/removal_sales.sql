-- Takes away the amounts of removed events, and moves those of viewers who are of another class without them.
WITH concerned AS MATERIALIZED (
    SELECT known.project_id, known.bucket, known.event_id, known.creator_id, is_there, is_own_traffic
    FROM sales_changes JOIN {schema}.sales AS known USING (project_id, bucket, event_id)
), gone AS (
    DELETE FROM {schema}.sales AS known USING concerned
    WHERE known.project_id = concerned.project_id AND known.bucket = concerned.bucket AND known.event_id = concerned.event_id
        AND NOT is_there
), moved AS (
    UPDATE {schema}.sales AS known SET traffic = is_own_traffic, own_traffic = is_own_traffic
    FROM concerned
    WHERE known.project_id = concerned.project_id AND known.bucket = concerned.bucket AND known.event_id = concerned.event_id
        AND is_there
)
INSERT INTO pending_changes (project_id, kind, id)
SELECT DISTINCT project_id, 'creator', creator_id FROM concerned WHERE creator_id IS NOT NULL
