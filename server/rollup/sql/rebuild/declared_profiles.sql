-- The profiles that the roll-up uses, of the viewers that fulfil {which}: for those whose change still waits for the aggregator, the
-- profile before that change.
INSERT INTO pg_temp.viewer_profiles (project_id, viewer_id, age_group, gender, is_bot)
SELECT project_id, viewer_id, age_group, gender, is_bot
FROM {schema}.viewer_profiles AS declared
WHERE NOT EXISTS (
    SELECT 1 FROM changed_profiles AS waiting
    WHERE waiting.project_id = declared.project_id AND waiting.viewer_id = declared.viewer_id
) AND {which}
UNION ALL
SELECT project_id, viewer_id, declared_age_group, declared_gender, declared_bot
FROM {schema}.viewers JOIN changed_profiles USING (project_id, viewer_id)
WHERE {which}
