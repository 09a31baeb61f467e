-- Counters of creators, the platform and cells over all time, up to the existing raw events.
INSERT INTO pg_temp.creator_totals (project_id, creator_id, traffic, revision, sessions, session_ms, {metrics: #})
SELECT project_id, creator_id, traffic, 0, sum(sessions), sum(session_ms), {metrics: sum(#)}
FROM pg_temp.creator_buckets
GROUP BY project_id, creator_id, traffic;

INSERT INTO pg_temp.platform_totals (project_id, traffic, revision, sessions, session_ms, {metrics: #})
SELECT project_id, traffic, 0, sum(sessions), sum(session_ms), {metrics: sum(#)}
FROM pg_temp.platform_buckets
GROUP BY project_id, traffic;

INSERT INTO pg_temp.area_days (project_id, day, cell, traffic, events, views, {definitions: #_views})
SELECT project_id, '-infinity', cell, traffic, sum(events), sum(views), {definitions: sum(#_views)}
FROM pg_temp.area_days
GROUP BY project_id, cell, traffic;
