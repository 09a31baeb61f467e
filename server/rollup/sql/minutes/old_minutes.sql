-- Forgets the minutes before :since, of the projects that are not in another cell; returns how many projects had any to forget.
WITH passed AS (
    UPDATE rollup_state SET minutes_since = :since WHERE minutes_since < :since AND accepts_since < 'infinity'
    RETURNING project_id
), uncounted AS (
    DELETE FROM minute_counts AS t USING passed WHERE t.project_id = passed.project_id AND minute < :since
), unseen AS (
    DELETE FROM minute_viewers AS t USING passed WHERE t.project_id = passed.project_id AND minute < :since
)
SELECT count(*) FROM passed
