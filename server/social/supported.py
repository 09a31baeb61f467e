"""Asks for metrics of which a network may not have all: one retired metric never empties the whole answer.

Nor does a post that lacks a metric, or is gone, hide the numbers of its neighbours.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.social.failures import MetricUnsupported, NotFound
from server.social.fetcher import AskMetrics, Calls, Supported
from server.social.model import FoundPost

MAX_QUESTIONS = 40
"""Questions about a batch of posts: to find one of a hundred takes about fifteen."""
NOT_ASKED = (
    "The network was not asked for it this time: it refused the posts together, and it takes more calls to ask apart."
)
"""The reason for a number that is open until the next collection, which keeps one that is known."""

Recall = Callable[[Sequence[str]], Awaitable[Mapping[str, str]]]
"""Those of some metrics that the network refused lately, and why."""
Remember = Callable[[str, str], Awaitable[None]]
"""Remembers for days that the network refuses a metric to all, and why."""
AskPosts = Callable[[Sequence[FoundPost], Sequence[str]], Awaitable[Any]]
"""Asks for some metrics of some posts; raises MetricUnsupported or NotFound if that is so of any of them."""


async def ask_supported(names: Sequence[str], ask: AskMetrics, recall: Recall, remember: Remember) -> Supported:
    """Asks for metrics together; if the network refuses, without those that it names, else by halves.

    Args:
        names: The metrics.
        ask: Asks the network.
        recall: Knows what it refused lately, which is not asked for.
        remember: Is passed each metric that it refuses now, unless it may have it for other posts or accounts.
    """
    answers: list[Any] = []
    refused = dict(await recall(names))
    unfit: set[str] = set()
    open_names = [name for name in names if name not in refused]
    waiting = [open_names] if open_names else []
    while waiting:
        asked = waiting.pop()
        try:
            answers.append(await ask(asked))
        except MetricUnsupported as failure:
            blamed = [name for name in asked if name in failure.names]
            if not blamed and len(asked) > 1:
                waiting += [asked[: len(asked) // 2], asked[len(asked) // 2 :]]
                continue
            for name in blamed or asked:
                refused[name] = failure.reason
                if failure.is_of_all:
                    await remember(name, failure.reason)
                else:
                    unfit.add(name)
            if rest := [name for name in asked if name not in refused]:
                waiting.append(rest)
    return Supported(answers, refused, frozenset(unfit))


@dataclass(slots=True)
class OfPosts:
    """What came of a question for metrics of several posts.

    Attributes:
        answers: The answers, each about some of the posts and some of the metrics.
        refused: By post: metrics that it does not have, and what the network says of them; else ``NOT_ASKED``.
        gone: Ids of posts that the network no longer has.
        missed: Ids of posts of which some metrics were not asked for: there were too many questions.
    """

    answers: list[Any] = field(default_factory=list)
    refused: dict[str, dict[str, str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)


async def ask_posts(
    calls: Calls, form: str, posts: Sequence[FoundPost], names: Sequence[str], ask: AskPosts
) -> OfPosts:
    """Asks for metrics of posts together; if one lacks a metric or is gone, by halves of the posts.

    What a post lacks is remembered for days, so that posts that lack the same are asked for together the next time.
    Metrics of posts that still wait after ``MAX_QUESTIONS`` are ``NOT_ASKED``.

    Args:
        calls: The calls.
        form: What the network calls the kind of the posts.
        posts: The posts, all of that form.
        names: The metrics.
        ask: Asks the network.
    """
    lacking = await calls.recall_lacking(posts)
    questions = _Questions(calls, form, ask, lacking)
    alike: dict[tuple[str, ...], list[FoundPost]] = {}
    for post in posts:
        lacks = lacking.get(post.post_id, {})
        questions.found.refused[post.post_id] = {name: lacks[name] for name in names if name in lacks}
        alike.setdefault(tuple(name for name in names if name not in lacks), []).append(post)
    for asked, some in sorted(alike.items(), key=lambda group: len(group[1])):  # what is known takes one question each
        if asked:
            await questions.ask_together(some, asked)
    return questions.found


@dataclass(slots=True)
class _Questions:
    """The questions about a batch of posts."""

    calls: Calls
    form: str
    ask: AskPosts
    lacking: Mapping[str, Mapping[str, str]]
    found: OfPosts = field(default_factory=OfPosts)
    count: int = 0

    async def ask_together(self, posts: Sequence[FoundPost], names: Sequence[str], *, is_part: bool = False) -> None:
        """Asks for some posts; if that fails because of any of them, for each half of them, one to its end first.

        So each collection settles some posts, and the next one continues behind them.
        """
        if self.count >= MAX_QUESTIONS:
            for post in posts:
                self.found.missed.add(post.post_id)
                self.found.refused[post.post_id] |= dict.fromkeys(names, NOT_ASKED)
            return

        halves = [half for half in (posts[: len(posts) // 2], posts[len(posts) // 2 :]) if half]
        is_alone = len(halves) == 1
        try:
            supported = await self._ask(posts, names, tells_which=is_alone or not is_part)
        except NotFound:
            if is_alone:
                self.found.gone.add(posts[0].post_id)
                return
            open_names: Sequence[str] = names
        else:
            self.found.answers += supported.answers
            open_names = [] if is_alone else [name for name in names if name in supported.unfit]
            for post in posts:
                settled = {name: why for name, why in supported.refused.items() if name not in open_names}
                self.found.refused[post.post_id] |= settled
            if is_alone and supported.unfit:
                await self._remember(posts[0], supported)
        if open_names:
            for half in halves:
                await self.ask_together(half, open_names, is_part=True)

    async def _ask(self, posts: Sequence[FoundPost], names: Sequence[str], *, tells_which: bool) -> Supported:
        """One question; or, to tell which of the metrics some posts lack, as many as that takes."""

        async def ask(open_names: Sequence[str]) -> Any:
            self.count += 1
            try:
                return await self.ask(posts, open_names)
            except MetricUnsupported as failure:
                if tells_which or failure.is_of_all:
                    raise
                raise MetricUnsupported(failure.reason, open_names) from failure

        return await self.calls.ask_supported(self.form, names, ask)

    async def _remember(self, post: FoundPost, supported: Supported) -> None:
        lacks = {name: supported.refused[name] for name in supported.unfit}
        await self.calls.remember_lacking(post, {**self.lacking.get(post.post_id, {}), **lacks})
