-- What the reads of digests have in common. All of it is inlined, so plans are as if it were written out.

-- The days in a range (null: open) that the digests of a content tell all of.
CREATE FUNCTION clean_days(in_project integer, in_content text, since timestamptz, until timestamptz) RETURNS SETOF date
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
        SELECT day
        FROM digested_days AS digested
        WHERE project_id = in_project AND content_id = in_content
            AND (since IS NULL OR day::timestamp AT TIME ZONE 'UTC' >= since)
            AND (until IS NULL OR (day + 1)::timestamp AT TIME ZONE 'UTC' <= until)
            AND NOT EXISTS (
                SELECT FROM stale_days
                WHERE stale_days.project_id = in_project AND stale_days.content_id = in_content
                    AND stale_days.day = digested.day
            );
    END;

-- Those of them whose curves have the parts of this duration.
CREATE FUNCTION curve_days(
    in_project integer, in_content text, since timestamptz, until timestamptz, duration_ms bigint
) RETURNS SETOF date
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
        SELECT clean.day
        FROM clean_days(in_project, in_content, since, until) AS clean (day)
        WHERE NOT EXISTS (
            SELECT FROM day_retention AS curve
            WHERE curve.project_id = in_project AND curve.content_id = in_content AND dimension = '' AND value = ''
                AND curve.day = clean.day AND curve.duration_ms <> curve_days.duration_ms
        );
    END;

-- A range (null: open) without some of its days: what their digests don't tell.
CREATE FUNCTION rest_of_range(range_since timestamptz, range_until timestamptz, days date[])
    RETURNS TABLE (since timestamptz, until timestamptz)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
        SELECT coalesce(lower(part), '-infinity'), coalesce(upper(part), 'infinity')
        FROM unnest((
            SELECT tstzmultirange(tstzrange(range_since, range_until)) - coalesce(range_agg(tstzrange(
                day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC')), '{}')
            FROM unnest(days) AS day
            WHERE day IS NOT NULL
        )) AS part;
    END;

-- By which definitions a play is a view, as bits: 1 start, 2 engaged, 4 peertube, 8 linkedin.
CREATE FUNCTION view_bits(
    views bigint, watch_ms bigint, completion double precision, duration_ms bigint
) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (views > 0)::integer + 2 * is_engaged_view(watch_ms, completion)::integer
        + 4 * is_peertube_view(watch_ms, duration_ms)::integer + 8 * is_linkedin_view(watch_ms)::integer;
