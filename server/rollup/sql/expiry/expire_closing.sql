-- Projects with raw events before $1 on days that are not closed; except those whose history is being imported, with an
-- import that began after $2 and is not finished, or that finished after $3.
SELECT DISTINCT project_id
FROM events LEFT JOIN rollup_state AS state USING (project_id)
WHERE occurred_at < $1::timestamptz AND coalesce(accepts_since, '-infinity') < $1
    AND NOT EXISTS (
        SELECT FROM imports
        WHERE imports.project_id = events.project_id
            AND (finished_at > $3::timestamptz OR finished_at IS NULL AND started_at > $2::timestamptz)
    )
