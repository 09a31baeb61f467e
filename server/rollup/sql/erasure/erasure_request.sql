-- A request; without :viewer, it is known by its hash alone, and the eraser searches for the viewer.
INSERT INTO erasures (
    project_id, number, erasure_id, subject_hash, secret_mark, viewer_id, requested_at, deadline)
VALUES (
    :project, :number, :erasure, :subject_hash, :secret_mark, :viewer::text, :now::timestamptz, :deadline::timestamptz)
