"""The columns of ``plays`` that the events of a play make, declared once: statements of the fold are made from them."""

from typing import NamedTuple

PLAY_ATTRIBUTES = (
    "viewer_id",
    "session_id",
    "creator_id",
    "traffic",
    "source_type",
    "referrer",
    "campaign",
    "device_type",
    "platform",
    "os",
    "app_version",
    "country",
    "region",
    "city",
    "timezone",
    "network_type",
    "cell",
)
"""The attributes that a play takes from its earliest event; ``{attributes: …}`` in statements."""


class PlayColumn(NamedTuple):
    """A column that every event of a play can add to, in any order.

    Attributes:
        name: Its name.
        of_events: SQL of its value, an aggregate over some events of the play.
        merged: SQL of its value for these events and for those before: ``t.#`` and ``excluded.#`` are the two values.
    """

    name: str
    of_events: str
    merged: str

    @property
    def merge(self) -> str:
        """What an update sets it to."""
        return self.merged.replace("#", self.name)


SUM = "t.# + excluded.#"
LEAST = "least(t.#, excluded.#)"
GREATEST = "greatest(t.#, excluded.#)"
ANY = "t.# OR excluded.#"

PLAY_COLUMNS = (
    PlayColumn("started_at", "min(occurred_at) FILTER (WHERE type NOT IN ('skip', 'swipe_away'))", LEAST),
    PlayColumn("views", "count(*) FILTER (WHERE type = 'view_start')", SUM),
    PlayColumn("watch_delta_ms", "coalesce(sum(watch_ms), 0)::bigint", SUM),
    PlayColumn("rated_watch_ms", "coalesce(sum(watch_ms) FILTER (WHERE playback_rate IS NOT NULL), 0)::bigint", SUM),
    PlayColumn("rate_weighted_ms", "coalesce(sum(round(watch_ms * playback_rate)), 0)::bigint", SUM),
    PlayColumn("watch_total_ms", "coalesce(max(total_watch_ms), 0)", GREATEST),
    PlayColumn(
        "position_ms",  # where nothing was watched it is 0, wherever the player stands
        "max(CASE WHEN isempty(sections) THEN 0 WHEN type IN ('view_start', 'view_progress') THEN position_ms END)",
        GREATEST,
    ),
    PlayColumn("has_jumped", "bool_or(type = 'seek')", ANY),
    PlayColumn("duration_ms", "max(duration_ms)", GREATEST),
    PlayColumn(
        "reported", "coalesce(max(completion) FILTER (WHERE type IN ('view_progress', 'view_start')), 0)", GREATEST
    ),
    PlayColumn(
        "stop_reported",
        "coalesce(max(completion) FILTER (WHERE type NOT IN ('view_progress', 'view_start', 'seek')), 0)",
        GREATEST,
    ),
    PlayColumn("completed", "bool_or(type = 'view_complete')", ANY),
    PlayColumn("loops", "coalesce(max(loop_count), 0)", GREATEST),
)
"""``{playcolumns: …}`` in statements, where ``@`` is the aggregate; and ``{playmerges: …}``, where it is the update."""

PLAY_AMOUNTS = {
    "watch_ms": "bigint",
    "rated_watch_ms": "bigint",
    "rate_weighted_ms": "bigint",
    "completion": "double precision",
    "loops": "bigint",
}
"""The columns of ``plays`` that ``play_changes`` has too, with their types; ``{amounts: …}`` in statements."""
