-- The earliest day before :today that has no rows in content_days yet, for some project that is not in another cell; null if
-- there is none.
SELECT min(days_until) FROM rollup_state WHERE days_until < :today::date AND accepts_since < 'infinity'
