-- Erasures of viewers. A row is the receipt of one, and the tombstone by which events of that viewer are refused from then on.
CREATE TABLE erasures (
    project_id   integer NOT NULL,
    number       bigint NOT NULL,           -- 1, 2, … in the order of their commits
    erasure_id   uuid NOT NULL,
    subject_hash bytea NOT NULL,            -- HMAC of the viewer's key, under a secret that is not in the database
    secret_mark  bytea NOT NULL,            -- tells that secret from another
    viewer_id    text,                      -- key of the viewer, until it is erased
    requested_at timestamptz NOT NULL,
    deadline     timestamptz NOT NULL,
    started_at   timestamptz,
    finished_at  timestamptz,
    counts       jsonb NOT NULL DEFAULT '{}',  -- rows by table
    PRIMARY KEY (project_id, number)
);
CREATE UNIQUE INDEX erasures_by_id ON erasures (project_id, erasure_id);
CREATE UNIQUE INDEX erasures_by_subject ON erasures (project_id, subject_hash);
CREATE INDEX erasures_to_do ON erasures (requested_at) WHERE finished_at IS NULL;

-- How many there are: who stores events must know as many.
ALTER TABLE rollup_state ADD erasures bigint NOT NULL DEFAULT 0;
