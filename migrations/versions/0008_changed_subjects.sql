-- What changed beside the events, such as a title, until the aggregator's next run gives it a revision.
--
-- No key: whoever writes here must not wait for a run that is taking what was written before.
CREATE TABLE changed_subjects (
    project_id  integer NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('content', 'creator', 'platform', 'standings')),
    id          text NOT NULL              -- empty for the whole project
);
