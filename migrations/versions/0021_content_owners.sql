-- Everything that is counted of a content counts for its owner, and follows it to another: content_owners tells for whom the
-- events count, owner_changes which contents the aggregator has to look at.
--
-- The roll-up is made anew (ADR 10): its tables are emptied, and at the end every stored event is announced to the
-- aggregator again.

TRUNCATE plays, content_viewers, content_viewer_buckets, content_buckets, content_totals, content_states, self_viewers,
    creator_buckets, creator_totals, session_spans, platform_buckets, platform_totals, viewer_sketches, sessions,
    session_contents, hot_hours, content_scores, stale_scores, area_buckets, area_days,
    content_durations, summarized_days, stale_days, day_breakdowns, day_retention, retention_curves, stale_curves, watchers;

-- For whom everything counts that names a content; null: for no creator.
CREATE TABLE content_owners (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    creator_id text,
    PRIMARY KEY (project_id, content_id)
);
CREATE INDEX content_owners_by_creator ON content_owners (project_id, creator_id) WHERE creator_id IS NOT NULL;

-- The creator in the earliest event, which nobody asks for.
ALTER TABLE content_states DROP COLUMN creator_id, DROP COLUMN creator_at;

-- Contents whose owner may be another than in content_owners. Notes have numbers, so that a note never waits for the run that
-- takes an earlier one of the same content off.
CREATE TABLE owner_changes (
    project_id integer NOT NULL,
    note_id    bigserial,
    content_id text NOT NULL,
    PRIMARY KEY (project_id, note_id)
);

-- All events of a content, whose sessions follow it; the index had only those that a breakdown counts.
DROP INDEX events_by_content;
CREATE INDEX events_by_content ON events (project_id, content_id, occurred_at) WHERE content_id IS NOT NULL;

UPDATE rollup_state SET as_of = '-infinity';
INSERT INTO ingest_batches (project_id, batch_id, events)
SELECT project_id, batch_id, count(*) FROM events GROUP BY project_id, batch_id
ON CONFLICT (project_id, batch_id) DO NOTHING;
