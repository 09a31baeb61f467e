-- The viewed contents that count for a creator, by engagement score, in a range: whole days from :first_day to :end_day, and
-- quarter-hours before :head_end and from :tail_start on.
SELECT owned.content_id, contents.title, contents.thumbnail, measured.*
FROM content_owners AS owned
CROSS JOIN LATERAL (
    SELECT {listed: sum(#)::bigint AS #}
    FROM ({include: listed_in_range}) AS counted
    WHERE counted.content_id = owned.content_id
) AS measured
LEFT JOIN contents ON contents.project_id = :project AND contents.content_id = owned.content_id
WHERE owned.project_id = :project AND owned.creator_id = :creator AND measured.views > 0
ORDER BY
    engagement_score(measured.views, measured.completed_full, measured.saves, measured.shares, measured.clicks,
        measured.skips) DESC,
    measured.views DESC, owned.content_id
LIMIT :limit
