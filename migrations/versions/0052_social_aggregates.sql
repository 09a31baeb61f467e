-- The numbers of social accounts by day of their workspace, from which weeks, months and other ranges are computed when they are
-- read. Collections write them from social_values.
CREATE TABLE social_days (
    project_id integer NOT NULL,
    account_id text NOT NULL,
    day        date NOT NULL,            -- by the clock of the workspace
    subject    text NOT NULL CHECK (subject IN ('account', 'posts')),
    metric     text NOT NULL,
    value      double precision,         -- of the account: at the end of the day, or of the whole day; of posts: what they gained
    provenance text NOT NULL CHECK (provenance IN ('measured', 'estimated', 'unavailable')),
    reason     text,
    PRIMARY KEY (project_id, account_id, day, subject, metric),
    CHECK ((value IS NULL) = (provenance = 'unavailable'))
);

ALTER TABLE social_workspaces
    ADD series_days integer,             -- how long social_values are kept; null: for good
    ADD aggregates_days integer,         -- how long social_days are kept; null: for good
    ADD aggregated_at timestamptz,       -- when it was aggregated last
    ADD day_due_at timestamptz,          -- when the next day is aggregated; null: at once
    ADD week_due_at timestamptz,
    ADD month_due_at timestamptz;

ALTER TABLE social_accounts
    ADD collected_since timestamptz,     -- the moment of the first collection
    ADD series_since date,               -- the first day of which the whole series are kept; null: all
    ADD folded_on date,                  -- the last day that was written; null: none was
    ADD days_zone text;
