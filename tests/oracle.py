"""The expected numbers: every metric recomputed in plain Python from the events, independent of the SQL.

An event here is a dict with the columns of the table ``events``.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median
from typing import Any

from tests.plays import PLAYBACK, SUMS, Event, Play, mark_repeats

Range = tuple[datetime | None, datetime | None]

QUARTER_HOUR = timedelta(minutes=15)
SESSION_TIMEOUT = timedelta(minutes=30)
MILLISECOND = timedelta(milliseconds=1)
HALF_MILLISECOND = timedelta(microseconds=500)  # halves are rounded up
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
DEFINITIONS = ("engaged", "peertube", "linkedin", "peertube2", "linkedin2")  # those of a view that are plays
PEOPLE = (0,)  # the class of traffic that is counted by default
METRICS = (
    "views",
    "plays",
    *SUMS,
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


def _owned(events: Sequence[Event], catalogue: Mapping[str, str]) -> list[Event]:
    """The events with the creator for whom they count: one of a content counts for the content's owner."""
    claims: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for event in events:
        if event.get("content_id") is not None and event.get("creator_id") is not None:
            claims[event["content_id"]].append((event.get("received_at", event["occurred_at"]), event["creator_id"]))
    owners: dict[str, str | None] = {}
    for content_id, named in claims.items():
        first = min(named)[0]
        creators = {creator for at, creator in named if at == first}
        owners[content_id] = creators.pop() if len(creators) == 1 else None
    owners |= catalogue
    return [
        {
            **event,
            "creator_id": event.get("creator_id")
            if event.get("content_id") is None
            else owners.get(event["content_id"]),
        }
        for event in events
    ]


class Oracle:
    """The metrics of a set of events; an event that comes again is the same event.

    Args:
        events: In any order.
        project_id: Events of other projects are left out.
        declared: Viewers ("u:" and a user, "s:" and the session of a guest) of whom an admin said whether they are
            bots.
        catalogue: The creator of each content that the catalogue names one for.
    """

    def __init__(
        self,
        events: Iterable[Event],
        project_id: int = 1,
        declared: Mapping[str, bool | None] | None = None,
        catalogue: Mapping[str, str] | None = None,
    ) -> None:
        known = {event["id"]: event for event in events if event.get("project_id", 1) == project_id}
        self.events = _owned(list(known.values()), catalogue or {})
        self._said = {viewer: is_bot for viewer, is_bot in (declared or {}).items() if is_bot is not None}
        self.selves = {
            (event["content_id"], event["viewer_id"])
            for event in self.events
            if event.get("user_id") is not None and event["user_id"] == event.get("creator_id")
        }

    def traffic_of(self, facts: Event) -> int:
        """The class of an event: 1 for a bot's, 2 for a creator's on its own content or on itself, 3 for both."""
        viewer, content = facts.get("viewer_id"), facts.get("content_id")
        if content is None:
            is_self = facts.get("user_id") is not None and facts["user_id"] == facts.get("creator_id")
        else:
            is_self = (content, viewer) in self.selves
        return self._is_bot(viewer) + 2 * is_self

    def _is_bot(self, viewer: str | None) -> bool:
        """Suspicious events are of a viewer of their own, whose name begins with b."""
        return viewer is not None and self._said.get(viewer.removeprefix("b"), viewer.startswith("b"))

    def content(
        self,
        content_id: str,
        start: datetime | None = None,
        end: datetime | None = None,
        traffic: Collection[int] = PEOPLE,
    ) -> dict[str, Any]:
        """All metrics of a content by column name, with unique viewers, rewatches, median_watch_ms and creator_id.

        The range is [start, end); None leaves it open.
        """
        events = [event for event in self.events if event.get("content_id") == content_id]
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
            "creator_id": events[0]["creator_id"] if events else None,
        }

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

        return {**self._metrics(about, start, end, traffic), **self._audience(about, start, end, traffic)}

    def platform(
        self, start: datetime | None = None, end: datetime | None = None, traffic: Collection[int] = PEOPLE
    ) -> dict[str, Any]:
        """All metrics of the project, with unique viewers (exact), sessions and session_ms."""

        def about(_: Event) -> bool:
            return True

        return {**self._metrics(about, start, end, traffic), **self._audience(about, start, end, traffic)}

    def sessions(self, session_id: str) -> list[dict[str, Any]]:
        """The sessions of an id, in order, by the columns of ``sessions``, with contents_viewed."""
        return [self._session(events) for events in self._apart.get(session_id, [])]

    @cached_property
    def _apart(self) -> dict[str, list[list[Event]]]:
        """The events of each session, by session id: one ends where more than half an hour passes until the next."""
        apart: defaultdict[str, list[list[Event]]] = defaultdict(list)
        for event in sorted(self.events, key=lambda event: event["occurred_at"]):
            if event.get("session_id") is None:
                continue
            sessions = apart[event["session_id"]]
            if not sessions or event["occurred_at"] - sessions[-1][-1]["occurred_at"] > SESSION_TIMEOUT:
                sessions.append([])
            sessions[-1].append(event)
        return dict(apart)

    @cached_property
    def _session_of(self) -> dict[Any, tuple[str, int]]:
        """In which session each event is: its id, and which one of the id."""
        return {
            event["id"]: (session_id, number)
            for session_id, sessions in self._apart.items()
            for number, events in enumerate(sessions)
            for event in events
        }

    def _session(self, events: Sequence[Event]) -> dict[str, Any]:
        inside = {event["id"] for event in events}
        plays = [play for play in self.plays if play.origin["id"] in inside and play.started_at]
        views = [event for event in events if event["type"] == "view_start" and event.get("content_id")]
        types = Counter(event["type"] for event in events)
        return {
            "user_id": min(
                (
                    (event.get("received_at", event["occurred_at"]), event["user_id"])
                    for event in events
                    if event.get("user_id")
                ),
                default=(None, None),
            )[1],
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
        plays = [Play(events) for events in grouped.values()]
        mark_repeats(plays)
        return plays

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
                **play.sums,
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
        self, about: Any, start: datetime | None, end: datetime | None, traffic: Collection[int]
    ) -> dict[str, int]:
        """Viewers and sessions of what ``about`` says; a session is as long as its events that count."""
        spans: dict[tuple[str, int], list[datetime]] = defaultdict(list)
        events = [event for event in self.events if about(event)]
        for event in events:
            if event.get("session_id") is not None and self.traffic_of(event) in traffic:
                spans[self._session_of[event["id"]]].append(event["occurred_at"])
        durations = [
            (max(times) - min(times) + HALF_MILLISECOND) // MILLISECOND
            for times in spans.values()
            if _inside(min(times), start, end)
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
    return (start is None or moment >= start) and (end is None or moment < end)
