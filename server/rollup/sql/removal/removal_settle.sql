-- Leaves out what another removal has removed meanwhile, and what is not counted yet.
DELETE FROM removal_chosen AS chosen
WHERE NOT EXISTS (SELECT 1 FROM events WHERE events.project_id = chosen.project_id AND events.id = chosen.id);

INSERT INTO removal_waiting
SELECT project_id, batch_id
FROM (SELECT project_id, batch_id FROM removal_concerned UNION SELECT project_id, batch_id FROM removal_chosen) AS concerned
    JOIN ingest_batches USING (project_id, batch_id);

UPDATE removal_chosen SET is_counted = false
WHERE (project_id, batch_id) IN (SELECT project_id, batch_id FROM removal_waiting);

DELETE FROM removal_concerned WHERE (project_id, batch_id) IN (SELECT project_id, batch_id FROM removal_waiting)
