-- Projects with raw events before :end on days that are not closed; except those whose history is being imported, with an
-- import that began after :import_began and is not finished, or that finished after :import_finished.
SELECT DISTINCT project_id
FROM events LEFT JOIN rollup_state AS state USING (project_id)
WHERE occurred_at < :end::timestamptz AND coalesce(accepts_since, '-infinity') < :end
    AND NOT EXISTS (
        SELECT 1 FROM imports
        WHERE imports.project_id = events.project_id
            AND (finished_at > :import_finished::timestamptz OR finished_at IS NULL AND started_at > :import_began::timestamptz)
    )
