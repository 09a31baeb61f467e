-- The earliest day before :today from which on a project has no rows in content_days yet; null if there is none.
SELECT min(days_until) FROM rollup_state WHERE days_until < :today::date
