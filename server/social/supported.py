"""Asks for metrics of which a network may not have all: one retired metric never empties the whole answer.

Nor does a post that lacks a metric, or is gone, hide the numbers of its neighbours.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.social.failures import MetricUnsupported, NotFound
from server.social.fetcher import AskMetrics, Calls, Supported
from server.social.model import FoundPost

MAX_QUESTIONS = 40
"""Questions about a batch of posts: to find one of a hundred takes about fifteen."""

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
        refused: By post: metrics that it does not have, and what the network says of them.
        gone: Ids of posts that the network no longer has.
        missed: Ids of posts that were not asked for: there were too many questions.
    """

    answers: list[Any] = field(default_factory=list)
    refused: dict[str, dict[str, str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)


async def ask_posts(
    calls: Calls, form: str, posts: Sequence[FoundPost], names: Sequence[str], ask: AskPosts
) -> OfPosts:
    """Asks for metrics of posts together; if one lacks a metric or is gone, by halves of the posts.

    Posts that still wait after ``MAX_QUESTIONS`` keep the refusal of their neighbours, until they are asked for again.

    Args:
        calls: The calls.
        form: What the network calls the kind of the posts.
        posts: The posts, all of that form.
        names: The metrics.
        ask: Asks the network.
    """
    found = OfPosts(refused={post.post_id: {} for post in posts})
    waiting = deque([(posts, names)])  # the largest first: most posts are well
    questions = 0
    while waiting:
        some, asked = waiting.popleft()
        if questions >= MAX_QUESTIONS:
            found.missed |= {post.post_id for post in some if not found.refused[post.post_id]}
            continue

        async def count(open_names: Sequence[str], some: Sequence[FoundPost] = some) -> Any:
            nonlocal questions
            questions += 1
            return await ask(some, open_names)

        halves = [half for half in (some[: len(some) // 2], some[len(some) // 2 :]) if half]
        try:
            supported = await calls.ask_supported(form, asked, count)
        except NotFound:
            if len(halves) == 1:
                found.gone.add(some[0].post_id)
            else:
                waiting.extend((half, asked) for half in halves)
            continue
        found.answers += supported.answers
        for post in some:
            told = {name: why for name, why in found.refused[post.post_id].items() if name not in asked}
            found.refused[post.post_id] = {**told, **supported.refused}
        if supported.unfit and len(halves) > 1:
            open_again = [name for name in asked if name in supported.unfit]
            waiting.extend((half, open_again) for half in halves)
    return found
