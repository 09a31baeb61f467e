-- What changed beside the events, such as a title, until the aggregator's next run gives it a revision.
--
-- Every note is a row of its own: whoever writes one must not wait for a run that is taking those written before.
CREATE TABLE changed_subjects (
    project_id  integer NOT NULL,
    note_id     bigint GENERATED ALWAYS AS IDENTITY,
    kind        text NOT NULL CHECK (kind IN ('content', 'creator', 'platform', 'standings', 'catalogue')),
    id          text NOT NULL,             -- empty for the whole project
    PRIMARY KEY (project_id, note_id)
);
