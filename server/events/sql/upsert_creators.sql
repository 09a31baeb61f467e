-- Declares names and pictures of creators, sorted by id; null withdraws one, except from those who keep theirs
-- (:with_their_name, :with_their_picture). Lists of creators contain both: the aggregator's next run notifies subscribers.
WITH before AS MATERIALIZED (
    SELECT creator_id, name, picture
    FROM creator_profiles
    WHERE project_id = :project AND creator_id = ANY (:creators)
), changed AS (
    INSERT INTO creator_profiles AS known (project_id, creator_id, name, picture)
    SELECT :project, creator_id, name, picture
    FROM unnest(:creators::text[], :names::text[], :pictures::text[]) AS input (creator_id, name, picture)
    ORDER BY creator_id
    ON CONFLICT (project_id, creator_id) DO UPDATE SET
        name = CASE
            WHEN excluded.creator_id = ANY (:with_their_name::text[]) THEN known.name ELSE excluded.name
        END,
        picture = CASE
            WHEN excluded.creator_id = ANY (:with_their_picture::text[]) THEN known.picture ELSE excluded.picture
        END
    RETURNING creator_id, name, picture
), announced AS (
    INSERT INTO changed_subjects (project_id, kind, id)
    SELECT DISTINCT :project, 'platform', ''
    FROM changed LEFT JOIN before USING (creator_id)
    WHERE before.creator_id IS NULL OR (changed.name, changed.picture) IS DISTINCT FROM (before.name, before.picture)
)
SELECT creator_id, name, picture FROM changed
