"""What the numbers must be: every metric recomputed in plain Python from the events, sharing nothing with the SQL.

An event here is a dict with the columns of the table ``events``; ``from_input`` makes one of what a client sends.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from statistics import median
from typing import Any
from uuid import UUID

Event = Mapping[str, Any]
Range = tuple[datetime | None, datetime | None]

QUARTER_HOUR = timedelta(minutes=15)
MILLISECOND = timedelta(milliseconds=1)
HALF_MILLISECOND = timedelta(microseconds=500)  # halves are rounded up
PLAYBACK = {"view_start", "view_progress", "view_complete", "pause", "resume", "seek"}
SKIPS = {"skip", "swipe_away"}
VIEW_DATA = ("watch_ms", "total_watch_ms", "position_ms", "completion", "loop_count", "sections")
TALLIES = {
    "impressions": "impression",
    "swipe_aways": "swipe_away",
    "like_events": "like",
    "unlike_events": "unlike",
    "save_events": "save",
    "unsave_events": "unsave",
    "comments": "comment",
    "shares": "share",
    "duets": "duet",
    "stitches": "stitch",
    "sound_uses": "sound_use",
    "clicks": "click",
    "contacts": "contact",
    "whatsapps": "whatsapp",
    "book_viewings": "book_viewing",
    "reports": "report",
    "not_interested": "not_interested",
    "hides": "hide",
    "follows": "follow",
    "unfollows": "unfollow",
}
SOURCES = {
    "for_you": "organic",
    "feed": "organic",
    **{name: name for name in ("following", "profile", "hashtag", "search", "direct")},
}
DEVICES = ("mobile", "tablet", "desktop", "tv")
PLATFORMS = ("ios", "android", "web")
COMPLETIONS = ("full", "over75", "over50", "over25", "under25")
VIEW_PARTS = tuple(f"views_{name}" for name in (*sorted({*SOURCES.values(), "other"}), *DEVICES, *PLATFORMS))
DEFINITIONS = ("engaged", "peertube", "linkedin")  # those of a view that are plays
PEOPLE = (0,)  # the class of traffic that is counted by default
METRICS = (
    "views",
    "plays",
    "watch_ms",
    "loop_plays",
    *(f"completed_{name}" for name in COMPLETIONS),
    "feed_impressions",
    "skips",
    "likes",
    "saves",
    *TALLIES,
    *VIEW_PARTS,
    *(f"{definition}_{name}" for definition in DEFINITIONS for name in ("views", *VIEW_PARTS)),
)


def bucket_of(moment: datetime) -> datetime:
    """Start of the quarter-hour."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


class Play:
    """One viewing, from its events in any order."""

    def __init__(self, events: Sequence[Event]) -> None:
        ordered = sorted(events, key=lambda event: (event["occurred_at"], event["id"]))
        self.origin = ordered[0]
        starts = [event["occurred_at"] for event in ordered if event["type"] in PLAYBACK]
        self.started_at: datetime | None = min(starts, default=None)
        increments = sum(event.get("watch_ms") or 0 for event in events)
        self.watch_ms: int = max(increments, self._largest(events, "total_watch_ms"))
        self.loops = self._largest(events, "loop_count")
        self.content_ms = _union_length([pair for event in events for pair in event.get("sections") or ()])
        durations = [event["duration_ms"] for event in events if event.get("duration_ms") is not None]
        self.duration_ms: int | None = max(durations, default=None)
        self.completion = self._completion(events)

    @staticmethod
    def _largest(events: Sequence[Event], field: str) -> Any:
        return max(event.get(field) or 0 for event in events)

    def _completion(self, events: Sequence[Event]) -> float:
        if any(event["type"] == "view_complete" for event in events):
            return 1.0
        told: float = self._largest(events, "completion")
        duration: int = self._largest(events, "duration_ms")
        reached: int = max(self._largest(events, "position_ms"), self.content_ms)
        return min(1.0, max(told, reached / duration if duration else 0.0))

    @property
    def definitions(self) -> list[str]:
        """The definitions by which it is a view."""
        short = self.duration_ms is not None and self.duration_ms < 10_000 and self.watch_ms > self.duration_ms / 2
        met = {
            "engaged": self.watch_ms >= 3000 or self.completion >= 0.5,
            "peertube": self.watch_ms >= 10_000 or short,
            "linkedin": self.watch_ms >= 3000,
        }
        return [name for name, counts in met.items() if counts and self.started_at is not None]

    @property
    def completion_bucket(self) -> str:
        """Which of the five buckets it is in."""
        for name, bound in (("full", 0.99), ("over75", 0.75), ("over50", 0.5), ("over25", 0.25)):
            if self.completion >= bound:
                return name
        return "under25"


class Oracle:
    """The metrics of a set of events; an event that comes again is the same event.

    Args:
        events: In any order.
        project_id: Events of other projects are left out.
        declared: Viewers of whom an admin said whether they are bots.
    """

    def __init__(
        self, events: Iterable[Event], project_id: int = 1, declared: Mapping[str, bool | None] | None = None
    ) -> None:
        known = {event["id"]: event for event in events if event.get("project_id", 1) == project_id}
        self.events = list(known.values())
        said = {viewer: is_bot for viewer, is_bot in (declared or {}).items() if is_bot is not None}
        accused = {event["viewer_id"] for event in self.events if event.get("bot_reason")}
        self.bots = {viewer for viewer in accused | set(said) if said.get(viewer, viewer in accused)}
        self.selves = {
            (event["content_id"], event["viewer_id"])
            for event in self.events
            if event.get("user_id") is not None and event["user_id"] == event.get("creator_id")
        }

    def traffic_of(self, facts: Event) -> int:
        """The class of an event: 1 for a bot's, 2 for a creator's on its own content, 3 for both."""
        viewer, content = facts.get("viewer_id"), facts.get("content_id")
        is_self = content is not None and (content, viewer) in self.selves
        return (viewer is not None and viewer in self.bots) + 2 * is_self

    def content(
        self,
        content_id: str,
        start: datetime | None = None,
        end: datetime | None = None,
        traffic: Collection[int] = PEOPLE,
    ) -> dict[str, Any]:
        """All metrics of a content by column name, with unique viewers, rewatches, median_watch_ms and creator_id.

        The range is [start, end) in whole quarter-hours; None leaves it open.
        """
        events = [event for event in self.events if event.get("content_id") == content_id]
        naming = [event for event in events if event.get("creator_id") is not None]
        first = min(naming, key=lambda event: (event["occurred_at"], event["creator_id"]), default=None)
        views = [event for event in self._within(events, start, end, traffic) if event["type"] == "view_start"]
        viewed = Counter(event["viewer_id"] for event in views if event.get("viewer_id") is not None)
        flagged = Counter(event["viewer_id"] for event in views if event.get("is_rewatch"))
        plays = [play for play in self._plays_within(start, end, traffic) if play.origin["content_id"] == content_id]
        watched = [play.watch_ms for play in plays]
        audience = {
            "unique_viewers": len(viewed),
            "rewatches": sum(max(count - 1, flagged[viewer]) for viewer, count in viewed.items()),
        }
        for definition in DEFINITIONS:
            counts = Counter(
                play.origin["viewer_id"]
                for play in plays
                if definition in play.definitions and play.origin.get("viewer_id") is not None
            )
            audience[f"{definition}_unique_viewers"] = len(counts)
            audience[f"{definition}_rewatches"] = counts.total() - len(counts)
        return {
            **self._metrics(lambda facts: facts.get("content_id") == content_id, start, end, traffic),
            **audience,
            "median_watch_ms": median(watched) if watched else None,
            "creator_id": first["creator_id"] if first else None,
        }

    def countries(self, content_id: str, start: datetime | None = None, end: datetime | None = None) -> dict[str, int]:
        """Views of a content by country."""
        return dict(
            Counter(
                event["country"]
                for event in self._within(self.events, start, end, PEOPLE)
                if event["type"] == "view_start" and event.get("content_id") == content_id and event.get("country")
            )
        )

    def creator(
        self,
        creator_id: str,
        start: datetime | None = None,
        end: datetime | None = None,
        traffic: Collection[int] = PEOPLE,
    ) -> dict[str, Any]:
        """All metrics of a creator, with unique viewers (exact), sessions and session_ms."""

        def about(facts: Event) -> bool:
            return facts.get("creator_id") == creator_id

        return {**self._metrics(about, start, end, traffic), **self._audience(about, start, end, traffic, 3)}

    def platform(
        self, start: datetime | None = None, end: datetime | None = None, traffic: Collection[int] = PEOPLE
    ) -> dict[str, Any]:
        """All metrics of the project, with unique viewers (exact), sessions and session_ms."""

        def about(_: Event) -> bool:
            return True

        return {**self._metrics(about, start, end, traffic), **self._audience(about, start, end, traffic, 1)}

    def session(self, session_id: str) -> dict[str, Any] | None:
        """A session by the columns of ``sessions``; None when it has no event."""
        events = [event for event in self.events if event.get("session_id") == session_id]
        if not events:
            return None
        plays = [play for play in self.plays if play.origin.get("session_id") == session_id and play.started_at]
        views = [event for event in events if event["type"] == "view_start" and event.get("content_id")]
        types = Counter(event["type"] for event in events)
        return {
            "user_id": max((event["user_id"] for event in events if event.get("user_id")), default=None),
            "traffic": max(self.traffic_of(event) & 1 for event in events),
            "first_event_at": min(event["occurred_at"] for event in events),
            "last_event_at": max(event["occurred_at"] for event in events),
            "closed_at": max(
                (event["occurred_at"] for event in events if event["type"] == "session_end"), default=None
            ),
            "events": len(events),
            "contents_viewed": len({event["content_id"] for event in views}),
            "views": len(views),
            **{
                f"{definition}_views": sum(definition in play.definitions for play in plays)
                for definition in DEFINITIONS
            },
            "plays": len(plays),
            "completions": sum(play.completion_bucket == "full" for play in plays),
            "watch_ms": sum(play.watch_ms for play in plays),
            "impressions": types["impression"],
            "likes": types["like"],
            "saves": types["save"],
            "comments": types["comment"],
            "shares": types["share"],
            "clicks": types["click"],
            "skips": types["skip"] + types["swipe_away"],
        }

    def ids(self, column: str) -> list[str]:
        """Every content_id, creator_id or session_id that some event names."""
        return sorted({event[column] for event in self.events if event.get(column) is not None})

    @cached_property
    def plays(self) -> list[Play]:
        """Every play that has state, counted or not."""
        grouped = defaultdict(list)
        for event in self.events:
            with_data = any(event.get(field) is not None for field in VIEW_DATA)
            feeds = event["type"] in PLAYBACK or (event["type"] in SKIPS and with_data)
            if feeds and event.get("content_id") is not None and event.get("play_key") is not None:
                grouped[event["content_id"], event["play_key"]].append(event)
        return [Play(events) for events in grouped.values()]

    def _metrics(
        self, about: Any, start: datetime | None, end: datetime | None, traffic: Collection[int]
    ) -> dict[str, int]:
        counted: Counter[str] = Counter(dict.fromkeys(METRICS, 0))
        for facts, at, metric, amount in self._facts:
            if about(facts) and _inside(at, start, end) and self.traffic_of(facts) in traffic:
                counted[metric] += amount
        return dict(counted)

    @cached_property
    def _facts(self) -> list[tuple[Event, datetime, str, int]]:
        """Everything counted: the event that says for whom, when, which metric, how much."""
        facts = [(event, event["occurred_at"], metric, 1) for event in self.events for metric in _counts_of(event)]
        for play in self.plays:
            if play.started_at is None:
                continue
            counts = {
                "plays": 1,
                "watch_ms": play.watch_ms,
                "loop_plays": play.loops,
                f"completed_{play.completion_bucket}": 1,
                **{f"{definition}_{part}": 1 for definition in play.definitions for part in _view_parts(play.origin)},
            }
            facts += [(play.origin, play.started_at, metric, amount) for metric, amount in counts.items()]
        for metric, on, off in (("likes", "like", "unlike"), ("saves", "save", "unsave")):
            latest: dict[tuple[str, str], Event] = {}
            for event in sorted(self.events, key=lambda event: (event["occurred_at"], event["id"])):
                named = event.get("content_id") is not None and event.get("viewer_id") is not None
                if event["type"] in (on, off) and named:
                    latest[event["content_id"], event["viewer_id"]] = event
            facts += [(event, event["occurred_at"], metric, 1) for event in latest.values() if event["type"] == on]
        return facts

    def _audience(
        self, about: Any, start: datetime | None, end: datetime | None, traffic: Collection[int], classes: int
    ) -> dict[str, int]:
        """Viewers and sessions of what ``about`` says; a session is of all classes of its events."""
        spans: dict[str, list[datetime]] = defaultdict(list)
        class_of: dict[str, int] = defaultdict(int)
        events = [event for event in self.events if about(event)]
        for event in events:
            if event.get("session_id") is not None:
                spans[event["session_id"]].append(event["occurred_at"])
                class_of[event["session_id"]] |= self.traffic_of(event) & classes
        durations = [
            (max(times) - min(times) + HALF_MILLISECOND) // MILLISECOND
            for session, times in spans.items()
            if _inside(min(times), start, end) and class_of[session] in traffic
        ]
        views = [event for event in self._within(events, start, end, traffic) if event["type"] == "view_start"]
        plays = [play for play in self._plays_within(start, end, traffic) if about(play.origin)]
        return {
            "unique_viewers": len({event["viewer_id"] for event in views} - {None}),
            **{
                f"{definition}_unique_viewers": len(
                    {play.origin["viewer_id"] for play in plays if definition in play.definitions} - {None}
                )
                for definition in DEFINITIONS
            },
            "sessions": len(durations),
            "session_ms": sum(durations),
        }

    def _within(
        self, events: Iterable[Event], start: datetime | None, end: datetime | None, traffic: Collection[int]
    ) -> list[Event]:
        return [
            event for event in events if _inside(event["occurred_at"], start, end) and self.traffic_of(event) in traffic
        ]

    def _plays_within(self, start: datetime | None, end: datetime | None, traffic: Collection[int]) -> list[Play]:
        return [
            play
            for play in self.plays
            if play.started_at and _inside(play.started_at, start, end) and self.traffic_of(play.origin) in traffic
        ]


def from_input(
    sent: Mapping[str, Any],
    *,
    received_at: datetime,
    user_id: str | None = None,
    session_id: str | None = None,
    contents: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """The stored form of one EventInput as sent in JSON, as far as metrics depend on it.

    Args:
        sent: The EventInput. Its id must be a UUID.
        received_at: Stands in for a missing ``occurredAt``.
        user_id: Of the token, if any.
        session_id: Made by the server, when neither user nor session was sent.
        contents: The catalogue: content id to {creatorId, duration (seconds)}.
    """
    data = sent.get("viewData") or {}
    known = (contents or {}).get(sent.get("contentId") or "", {})
    user = user_id or sent.get("userId")
    session = sent.get("sessionId") or session_id
    occurred_at = _time(sent.get("occurredAt")) or received_at
    kind = sent["type"].lower()
    play = None
    if sent.get("contentId"):
        play = f"u:{user}:{occurred_at.astimezone(UTC):%Y-%m-%d}" if user else None
        play = f"s:{session}" if session else play
        play = f"p:{sent['playId']}" if sent.get("playId") else play
    completion = data.get("completionPercent")
    return {
        "id": UUID(sent["id"]),
        "occurred_at": occurred_at,
        "type": {"view": "view_start", "complete": "view_complete"}.get(kind, kind),
        "content_id": sent.get("contentId"),
        "creator_id": sent.get("creatorId") or known.get("creatorId"),
        "user_id": user,
        "session_id": session,
        "viewer_id": user or session,
        "play_key": play,
        "watch_ms": _milliseconds(data.get("watchTime")),
        "total_watch_ms": _milliseconds(data.get("totalWatchTime")),
        "position_ms": _milliseconds(data.get("position")),
        "duration_ms": _milliseconds(known.get("duration") if data.get("duration") is None else data["duration"]),
        "completion": None if completion is None else completion / 100,
        "is_rewatch": bool(data.get("isRewatch")),
        "loop_count": data.get("loopCount"),
        "sections": [
            (_milliseconds(section["start"]), _milliseconds(section["end"])) for section in data.get("sections") or ()
        ]
        or None,
        "source_type": _lower((sent.get("source") or {}).get("type")),
        "device_type": _lower((sent.get("device") or {}).get("type")),
        "platform": _lower((sent.get("device") or {}).get("platform")),
        "country": _upper((sent.get("location") or {}).get("country")),
    }


def _counts_of(event: Event) -> Iterable[str]:
    """The metrics that an event counts in by itself, once each."""
    kind = event["type"]
    yield from (metric for metric, counted in TALLIES.items() if counted == kind)
    if kind in SKIPS:
        yield "skips"
    if kind == "impression" and event.get("source_type") in ("feed", "for_you"):
        yield "feed_impressions"
    if kind == "view_start":
        yield from _view_parts(event)


def _view_parts(event: Event) -> Iterable[str]:
    """The columns of a view: of all, of its source, of its device and of its platform."""
    yield "views"
    yield f"views_{SOURCES.get(event.get('source_type') or '', 'other')}"
    if event.get("device_type") in DEVICES:
        yield f"views_{event['device_type']}"
    if event.get("platform") in PLATFORMS:
        yield f"views_{event['platform']}"


def _inside(moment: datetime, start: datetime | None, end: datetime | None) -> bool:
    bucket = bucket_of(moment)
    return (start is None or bucket >= start) and (end is None or bucket < end)


def _union_length(sections: Iterable[tuple[int, int]]) -> int:
    """Length of the union of [start, end) intervals."""
    total = 0
    reached: int | None = None
    for start, end in sorted(sections):
        if reached is None or start > reached:
            reached = start
        total += max(0, end - reached)
        reached = max(reached, end)
    return total


def _milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def _lower(word: str | None) -> str | None:
    return word.lower() if word else None


def _upper(word: str | None) -> str | None:
    return word.upper() if word else None


def _time(value: str | datetime | None) -> datetime | None:
    return datetime.fromisoformat(re.sub("Z$", "+00:00", value)) if isinstance(value, str) else value
