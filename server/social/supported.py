"""Asks for metrics of which a network may not have all: one retired metric never empties the whole answer."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from server.social.failures import MetricUnsupported
from server.social.fetcher import AskMetrics, Supported

Recall = Callable[[Sequence[str]], Awaitable[Mapping[str, str]]]
"""Those of some metrics that the network refused lately, and why."""
Remember = Callable[[str, str], Awaitable[None]]
"""Remembers for days that the network refuses a metric to all, and why."""


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
            if rest := [name for name in asked if name not in refused]:
                waiting.append(rest)
    return Supported(answers, refused)
