"""Popularity over time: a steady skew, and one content after another that trends and fades."""

import math
from random import Random

from server.demo.catalogue import Catalogue, Content

TREND_MS = 600_000
"""Duration of one trend."""

PEAK_SHARE = 0.25
"""Share of all picks that go to the trending content at its peak."""


class Trends:
    """Popularity over time.

    Args:
        seed: The same seed gives the same contents trending at the same times.
        catalogue: The contents.
    """

    def __init__(self, seed: int, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._order = list(catalogue.contents)
        Random(f"trends {seed}").shuffle(self._order)  # noqa: S311 - a simulation

    def trending(self, at_ms: int) -> tuple[Content, float]:
        """The content that trends at a time, and its share of the picks then."""
        number, within_ms = divmod(at_ms, TREND_MS)
        return self._order[number % len(self._order)], PEAK_SHARE * math.sin(math.pi * within_ms / TREND_MS)

    def pick(self, rng: Random, at_ms: int) -> Content:
        """The next content of a viewer's feed."""
        content, share = self.trending(at_ms)
        return content if rng.random() < share else self._catalogue.popular(rng)
