-- The profiles that the roll-up goes by, for a rebuild: of viewers whose change still waits for the aggregator, what was in
-- force before it. Nobody declared a viewer to be no bot whose suspicious events are a bot's.
INSERT INTO pg_temp.viewer_profiles (project_id, viewer_id, age_group, gender, is_bot)
SELECT project_id, viewer_id, age_group, gender, is_bot
FROM {schema}.viewer_profiles AS declared
WHERE NOT EXISTS (
    SELECT FROM changed_profiles AS waiting
    WHERE waiting.project_id = declared.project_id AND waiting.viewer_id = declared.viewer_id
)
UNION ALL
SELECT
    known.project_id, known.viewer_id, known.age_group, known.gender,
    CASE WHEN known.is_bot THEN true WHEN NOT suspect.is_bot THEN false END
FROM changed_profiles
    JOIN {schema}.viewers AS known USING (project_id, viewer_id)
    LEFT JOIN {schema}.viewers AS suspect
        ON suspect.project_id = known.project_id AND suspect.viewer_id = 'b' || known.viewer_id
