-- What `sequences` count in each second, each times its sign: the signs of a viewer of a stream, in the order of time. If
-- signs_before, it has earlier ones, and what the first of these begins is not told; if signs_after, later ones, and what the
-- last of these ends is not told.
neighbours AS (
    SELECT
        *, lag(signed_at) OVER near AS last_at, lag(is_present) OVER near AS was_present, lag(traffic) OVER near AS was_traffic,
        lead(signed_at) OVER near AS next_at, lead(is_present) OVER near AS will_be_present, lead(traffic) OVER near AS next_traffic
    FROM sequences
    WINDOW near AS (PARTITION BY sign, project_id, content_id, viewer_id ORDER BY signed_at, event_key)
), steps AS (
    SELECT
        project_id, content_id, date_bin('1 second', step_at, '1970-01-01 00:00:00+00') AS second, traffic,
        sum(sign * joins)::bigint AS joins, sum(sign * leaves)::bigint AS leaves, sum(sign * viewers)::bigint AS viewers
    FROM neighbours, LATERAL (VALUES
        (
            signed_at,
            (is_present AND (was_present AND was_traffic = traffic AND there_until(last_at, signed_at, true) = signed_at)
                IS NOT TRUE)::integer,
            0,
            (last_at IS NULL)::integer,
            last_at IS NOT NULL OR NOT signs_before
        ),
        (
            there_until(signed_at, next_at, will_be_present),
            0,
            (is_present AND (will_be_present AND next_traffic = traffic AND there_until(signed_at, next_at, true) = next_at)
                IS NOT TRUE)::integer,
            0,
            next_at IS NOT NULL OR NOT signs_after
        )
    ) AS step (step_at, joins, leaves, viewers, is_told)
    WHERE is_told AND joins + leaves + viewers > 0
    GROUP BY project_id, content_id, second, traffic
    HAVING (sum(sign * joins), sum(sign * leaves), sum(sign * viewers)) <> (0, 0, 0)
)
