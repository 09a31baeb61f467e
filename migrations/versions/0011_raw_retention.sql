-- Raw events expire by whole UTC days of when they happened.

-- accepts_since: events that happened before are refused; their day has expired or is about to.
-- raw_since: raw events that happened before are gone, and the digests of their days are final.
ALTER TABLE rollup_state
    ADD accepts_since timestamptz NOT NULL DEFAULT '-infinity',
    ADD raw_since timestamptz NOT NULL DEFAULT '-infinity' CHECK (raw_since <= accepts_since);

-- Finds what happened before a moment, wherever its id put it.
CREATE INDEX events_by_time ON events USING brin (occurred_at);

-- The days in a range (null: open) that the digests of a content tell all of. Of expired days nothing else does.
CREATE OR REPLACE FUNCTION clean_days(in_project integer, in_content text, since timestamptz, until timestamptz)
    RETURNS SETOF date
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
        SELECT day
        FROM digested_days AS digested
        WHERE project_id = in_project AND content_id = in_content
            AND (since IS NULL OR day::timestamp AT TIME ZONE 'UTC' >= since)
            AND (until IS NULL OR (day + 1)::timestamp AT TIME ZONE 'UTC' <= until)
            AND (
                NOT EXISTS (
                    SELECT FROM stale_days
                    WHERE stale_days.project_id = in_project AND stale_days.content_id = in_content
                        AND stale_days.day = digested.day
                )
                OR day::timestamp AT TIME ZONE 'UTC'
                    < (SELECT raw_since FROM rollup_state WHERE rollup_state.project_id = in_project)
            );
    END;
