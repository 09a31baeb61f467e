-- The creators that :search finds (null: all), of those with a profile (a name or a picture) and those for whom something counts.
SELECT known.creator_id, profiles.name, profiles.picture
        FROM (
            SELECT creator_id FROM creator_totals
            WHERE project_id = :project AND true IN (sessions <> 0, views <> 0, {metrics: @ <> 0})
            UNION
            SELECT creator_id FROM creator_profiles WHERE project_id = :project AND coalesce(name, picture) IS NOT NULL
        ) AS known
        LEFT JOIN creator_profiles AS profiles ON profiles.project_id = :project AND profiles.creator_id = known.creator_id
        WHERE :search::text IS NULL OR known.creator_id = :search
            OR position(lower(normalize(:search, NFC)) IN lower(profiles.name)) > 0
