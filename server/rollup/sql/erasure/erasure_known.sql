-- Whether a viewer has an erasure.
SELECT EXISTS (SELECT 1 FROM erasures WHERE project_id = :project AND subject_hash = :subject_hash)
