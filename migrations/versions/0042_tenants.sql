-- Projects that are archived or deleted, their quotas, and write keys that end by themselves.
ALTER TABLE projects
    ADD archived_at      timestamptz,  -- its events are refused since then
    ADD deleted_at       timestamptz,  -- its rows are being deleted since then
    ADD events_per_day   bigint,       -- its quotas; null: none
    ADD sessions_per_day bigint,
    ADD contents         bigint,
    ADD custom_types     bigint;
ALTER TABLE write_keys ADD expires_at timestamptz;  -- the key is not valid from then on

-- The highest number of a project that was deleted: no other project gets it by itself.
CREATE SEQUENCE deleted_projects MINVALUE 0 START 0;

-- What a project with a quota of events has stored on its last day (UTC).
CREATE TABLE quota_usage (
    project_id integer NOT NULL,
    day        date NOT NULL,
    events     bigint NOT NULL,
    PRIMARY KEY (project_id)
);
