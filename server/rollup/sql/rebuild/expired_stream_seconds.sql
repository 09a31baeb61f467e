-- What the signs up to the existing raw events count in each second, as if there were none later; messages and gifts of these
-- seconds.
WITH sequences AS (
    SELECT 1 AS sign, *, false AS signs_before, false AS signs_after FROM pg_temp.stream_signs
), {include: stream_steps}, sent AS (
    SELECT project_id, content_id, second, traffic, messages, gifts
    FROM {schema}.stream_seconds JOIN expired_until USING (project_id)
    WHERE second < moment
)
INSERT INTO pg_temp.stream_seconds (project_id, content_id, second, traffic, joins, leaves, viewers, messages, gifts)
SELECT
    project_id, content_id, second, traffic, coalesce(joins, 0), coalesce(leaves, 0), coalesce(viewers, 0),
    coalesce(messages, 0), coalesce(gifts, 0)
FROM steps FULL JOIN sent USING (project_id, content_id, second, traffic)
