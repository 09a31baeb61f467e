-- The numbers of social accounts by day of their workspace. Weeks, months and other ranges are added up from these when they are read.
-- Collections write them from social_values, and an aggregation writes those of a period again.
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
    ADD day_due_at timestamptz,          -- when the next day is aggregated; null: it was never asked when
    ADD week_due_at timestamptz,
    ADD month_due_at timestamptz,
    ADD aggregated_at timestamptz;       -- when any of them was aggregated last

ALTER TABLE social_accounts
    ADD collected_since timestamptz,     -- the moment of the first collection
    ADD series_since date,               -- the first day of which the whole series are kept; null: all
    ADD folded_on date,                  -- the last day whose row was written; null: none was
    ADD days_zone text;                  -- the time zone of its days
