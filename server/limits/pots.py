"""Pots: what one subject may take within a minute. A request takes its part of some pots, of all of them or of none."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

WINDOW = 60.0
"""Seconds in which an empty pot is full again; a full one may be taken at once."""
MAX_POTS = 20_000


class Draw(NamedTuple):
    """What one request takes from one pot.

    Attributes:
        pot: Identifies the pot.
        part: Which part of the whole it takes, as seconds of the window: 60 is all that there is. Less than 0 gives
            back.
    """

    pot: str
    part: float


class Drawn(NamedTuple):
    """What became of a request.

    Attributes:
        wait: Seconds after which it could take all that it asked for; 0: it took.
        levels: How much of each of its pots is taken now, as seconds until it is full.
    """

    wait: float
    levels: Sequence[float]


class LocalPots:
    """The pots of one process, for the time when Redis is unavailable.

    Args:
        most: Pots that are kept; the one that was used longest ago is forgotten, and so full.
        clock: Seconds that never jump.
    """

    def __init__(self, most: int = MAX_POTS, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, draws: Sequence[Draw]) -> Drawn:
        """Takes from all pots, or from none."""
        now = self._clock()
        drawn = self._drawn(draws, now)
        if drawn.wait > 0:
            return drawn
        for draw, level in zip(draws, drawn.levels, strict=True):
            self._set(draw.pot, now + level)
        return drawn

    def book(self, draws: Iterable[Draw]) -> tuple[float, int]:
        """Takes from one of some pots: from the first that has enough, else from the one that has it first.

        Args:
            draws: One or more.

        Returns:
            Seconds after which the pot has what was taken, and its place among the others.
        """
        now = self._clock()
        found: tuple[float, int, Draw] | None = None
        for place, draw in enumerate(draws):
            wait = self._drawn([draw], now).wait
            if found is None or wait < found[0]:
                found = wait, place, draw
            if not wait:
                break
        assert found is not None
        wait, place, draw = found
        self._set(draw.pot, max(now, self._full_at.get(draw.pot, now)) + draw.part)
        return wait, place

    def _set(self, pot: str, full_at: float) -> None:
        self._full_at[pot] = full_at
        self._full_at.move_to_end(pot)
        if len(self._full_at) > self._most:
            self._full_at.popitem(last=False)

    def _drawn(self, draws: Sequence[Draw], now: float) -> Drawn:
        """The same arithmetic as in ``take.lua``."""
        before = [max(0.0, self._full_at.get(draw.pot, now) - now) for draw in draws]
        after = [max(0.0, level + draw.part) for level, draw in zip(before, draws, strict=True)]
        wait = max(0.0, *(level - WINDOW for level in after))
        return Drawn(wait, before if wait > 0 else after)
