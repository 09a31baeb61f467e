-- Leaves out what another removal has removed meanwhile, and what is not counted yet.
DELETE FROM removal_chosen AS chosen
WHERE NOT EXISTS (SELECT 1 FROM events WHERE events.project_id = chosen.project_id AND events.id = chosen.id);

UPDATE removal_chosen AS chosen SET is_counted = NOT EXISTS (
    SELECT 1 FROM ingest_batches AS pending
    WHERE pending.project_id = chosen.project_id AND pending.batch_id = chosen.batch_id
);

DELETE FROM removal_concerned AS concerned
WHERE EXISTS (
    SELECT 1 FROM ingest_batches AS pending
    WHERE pending.project_id = concerned.project_id AND pending.batch_id = concerned.batch_id
)
