-- The trace that a group commit belongs to, as the header traceparent; null: it is not traced.
ALTER TABLE ingest_batches ADD COLUMN trace text;
