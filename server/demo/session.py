"""One session: a viewer scrolls through a feed, watches, likes, and leaves."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import TypeAlias

from server.demo.catalogue import Content
from server.demo.playback import HEARTBEAT_MS, Step, play_video
from server.demo.viewers import DemoViewer

Pick: TypeAlias = Callable[[Random, int], Content]
"""The next content of a feed, at some milliseconds since the session began."""

_SOURCES = {
    "FOR_YOU": 52,
    "FEED": 18,
    "FOLLOWING": 12,
    "SEARCH": 6,
    "PROFILE": 5,
    "HASHTAG": 3,
    "DIRECT": 3,
    "OTHER": 1,
}
_SOURCE_NAMES, _SOURCE_WEIGHTS = tuple(_SOURCES), tuple(_SOURCES.values())
CAMPAIGN = "autumn-launch"
"""The campaign that some viewers come from."""
_CURRENCIES = {"US": "USD", "IN": "INR", "BR": "BRL", "GB": "GBP", "JP": "JPY"}
_SWIPED, _SKIPPED = 0.26, 0.05
_REWATCHED = 0.05
_OWN = 0.3
"""Share of their own contents among those that creators watch."""
_SHARED_TO = ("whatsapp", "instagram", "messages", "copy_link", "telegram")

# Chance of each reaction to a content that was watched, for a viewer of eagerness 1 and an appeal of 0.5.
_REACTIONS: dict[str, float] = {
    "LIKE": 0.09,
    "SAVE": 0.03,
    "SHARE": 0.02,
    "COMMENT": 0.018,
    "CLICK": 0.03,
    "FOLLOW": 0.04,
}
_OF_TYPE: dict[str, dict[str, float]] = {
    "VIDEO": {"PURCHASE": 0.006},
    "SHORT": {"DUET": 0.004, "STITCH": 0.003, "SOUND_USE": 0.006, "PURCHASE": 0.003},
    "LISTING": {"SAVE": 0.04, "CLICK": 0.06, "CONTACT": 0.015, "WHATSAPP": 0.02, "BOOK_VIEWING": 0.006},
    "STREAM": {"PURCHASE": 0.03},
}
_UNDONE = {
    "LIKE": ("UNLIKE", 0.05),
    "SAVE": ("UNSAVE", 0.04),
    "FOLLOW": ("UNFOLLOW", 0.05),
    "PURCHASE": ("REFUND", 0.06),
}
_MESSAGES = 1.2
"""Mean number of messages and gifts of a viewer in a live stream."""
_GIVEN = 0.08
_GIFTS = (("rose", "0.10"), ("rose", "0.10"), ("star", "1.00"), ("rocket", "9.90"))
_PAID_WITH = ("card", "card", "wallet", "invoice")
_DISLIKES = {"NOT_INTERESTED": 0.008, "HIDE": 0.004, "REPORT": 0.0015}


class Session:
    """One session of one viewer.

    Args:
        rng: The random generator of the session.
        viewer: The viewer.
        pick: Chooses the contents of the feed.
        own: The viewer's own contents.
        heartbeat_ms: Milliseconds between two reports of a play.
    """

    def __init__(
        self, rng: Random, viewer: DemoViewer, pick: Pick, own: Sequence[Content], heartbeat_ms: int = HEARTBEAT_MS
    ) -> None:
        self._rng = rng
        self._viewer = viewer
        self._feed = pick
        self._own = own
        self._heartbeat_ms = heartbeat_ms
        self._watched: list[Content] = []
        self._order: dict[str, object] = {}

    def steps(self) -> Iterator[Step]:
        """All events of the session, in order. A ``playId`` is the number of the play in the session, from 0."""
        rng = self._rng
        yield Step(0, "SESSION_START", {})
        at_ms = 0
        for _ in range(1 + int(rng.expovariate(1 / 9))):
            at_ms += int(rng.lognormvariate(6.5, 0.6))
            rewatch = bool(self._watched) and rng.random() < _REWATCHED
            content = rng.choice(self._watched) if rewatch else self._pick(at_ms)
            for step in self._meet(content, at_ms, rewatch=rewatch):
                at_ms = max(at_ms, step.at_ms)
                yield step
        yield Step(at_ms + 1_000, "SESSION_END", {})

    def _pick(self, at_ms: int) -> Content:
        """The next content of the feed."""
        if self._own and self._rng.random() < _OWN:
            return self._rng.choice(self._own)
        return self._feed(self._rng, at_ms)

    def _meet(self, content: Content, at_ms: int, *, rewatch: bool) -> Iterator[Step]:
        rng = self._rng
        place = self._about(content)
        if not rewatch:
            yield Step(at_ms, "IMPRESSION", place)
            at_ms += int(rng.lognormvariate(6.4, 0.5))
            chance = rng.random()
            if chance < _SWIPED + _SKIPPED:
                yield self._pass_over(content, at_ms, place, swiped=chance < _SWIPED)
                return
        number = len(self._watched)
        self._watched.append(content)
        for step in self._watch(content, at_ms, rewatch=rewatch):
            at_ms = step.at_ms
            yield Step(step.at_ms, step.type, {**place, "playId": number, **step.fields})
        yield from self._react(content, at_ms, place)

    def _about(self, content: Content) -> dict[str, object]:
        source: dict[str, object] = {"type": self._rng.choices(_SOURCE_NAMES, weights=_SOURCE_WEIGHTS)[0]}
        if source["type"] == "DIRECT":
            source["referrer"] = self._rng.choice(("https://social.example/", "https://search.example/"))
        if source["type"] == "FOR_YOU" and self._rng.random() < 0.1:
            source["campaign"] = CAMPAIGN
        return {
            "contentId": content.content_id,
            "contentType": content.type,
            "creatorId": content.creator_id,
            "source": source,
        }

    def _pass_over(self, content: Content, at_ms: int, place: dict[str, object], *, swiped: bool) -> Step:
        seen = round(self._rng.uniform(0.2, 2.5), 3)
        fields = {**place, "viewData": {"watchTime": seen, "position": seen}} if content.duration_ms else place
        return Step(at_ms + int(seen * 1000), "SWIPE_AWAY" if swiped else "SKIP", fields)

    def _watch(self, content: Content, at_ms: int, *, rewatch: bool) -> Iterator[Step]:
        if content.duration_ms is not None:
            yield from play_video(self._rng, content, at_ms, rewatch=rewatch, heartbeat_ms=self._heartbeat_ms)
            return
        stays_ms = int(self._rng.lognormvariate(10.3 if content.type == "STREAM" else 8.5, 0.8))
        view: dict[str, object] = {"isRewatch": True} if rewatch else {}
        if content.type == "STREAM":
            yield Step(at_ms, "STREAM_JOIN", {})
        yield Step(at_ms, "VIEW_START", {"viewData": view} if view else {})
        if content.type == "STREAM":
            yield from self._take_part(at_ms, stays_ms)
        yield Step(at_ms + stays_ms, "VIEW_PROGRESS", {"viewData": {"watchTime": stays_ms / 1000}})
        if content.type == "STREAM":
            yield Step(at_ms + stays_ms, "STREAM_LEAVE", {"viewData": {"totalWatchTime": stays_ms / 1000}})

    def _take_part(self, at_ms: int, stays_ms: int) -> Iterator[Step]:
        """What a viewer writes and gives in a live stream."""
        rng = self._rng
        moments = sorted(rng.randrange(stays_ms + 1) for _ in range(int(rng.expovariate(1 / _MESSAGES))))
        for moment in moments:
            if rng.random() < _GIVEN:
                gift, price = rng.choice(_GIFTS)
                fields: dict[str, object] = {"properties": {"gift": gift, "amount": price, "currency": "EUR"}}
                yield Step(at_ms + moment, "STREAM_GIFT", fields)
            else:
                yield Step(at_ms + moment, "STREAM_CHAT", {})

    def _react(self, content: Content, at_ms: int, place: dict[str, object]) -> Iterator[Step]:
        rng = self._rng
        warmth = self._viewer.eagerness * 2 * content.appeal
        for kind, chance in {**_REACTIONS, **_OF_TYPE.get(content.type, {})}.items():
            if rng.random() >= chance * warmth:
                continue
            at_ms += int(rng.lognormvariate(6.8, 0.5))
            yield Step(at_ms, kind, self._details(kind, place))
            undo, undone = _UNDONE.get(kind, ("", 0.0))
            if rng.random() < undone:
                at_ms += int(rng.lognormvariate(8, 0.5))
                yield Step(at_ms, undo, self._details(undo, place))
        for kind, chance in _DISLIKES.items():
            if rng.random() < chance * (1.5 - content.appeal):
                yield Step(at_ms + 700, kind, self._details(kind, place))
                return

    def _details(self, kind: str, place: dict[str, object]) -> dict[str, object]:
        rng = self._rng
        match kind:
            case "SHARE":
                return {**place, "properties": {"sharedTo": rng.choice(_SHARED_TO)}}
            case "REPORT":
                return {**place, "properties": {"reason": rng.choice(("spam", "misleading", "offensive"))}}
            case "PURCHASE":
                currency = _CURRENCIES.get(str(self._viewer.location.get("country")), "EUR")
                whole = rng.randint(5, 120)
                self._order = {
                    "orderId": f"order-{rng.getrandbits(40):010x}",
                    "productId": f"product-{rng.randint(1, 40)}",
                    "amount": f"{whole * 150}" if currency == "JPY" else f"{whole}.{rng.randint(0, 99):02}",
                    "currency": currency,
                }
                bought = {"quantity": rng.choice((1, 1, 1, 2)), "paymentMethod": rng.choice(_PAID_WITH)}
                return {**place, "properties": {**self._order, **bought}}
            case "REFUND":  # as a shop's server sends it: of an order, sometimes of a part
                given = dict(self._order)
                del given["productId"]
                if rng.random() < 0.3:
                    given["amount"] = f"{float(str(given['amount'])) / 2:.2f}"
                return {"properties": given}
            case _:
                return place
