"""The median of many watch times, from their log-scaled histogram."""

from collections.abc import Sequence

# The same edges as the SQL function watch_bin: bin 0 is below 250 ms, bin n from EDGES[n - 1] to EDGES[n].
EDGES = (
    250, 400, 640, 1024, 1638, 2621, 4194, 6711, 10737, 17180, 27488, 43980,
    70369, 112590, 180144, 288230, 461169, 737870, 1180592, 1888947, 3022315, 4835703, 7737125,
)  # fmt: skip
BINS = len(EDGES) + 1
EXACT_PLAYS = 10_000  # up to here the plays themselves are sorted


def estimate_median(histogram: Sequence[int]) -> float | None:
    """Milliseconds below which half of the plays lie, interpolated within a bin; None without plays.

    Each bin is 1.6 times as wide as the previous one, so the error is below 60 % of the value, and far less if the bin
    is evenly filled.

    Args:
        histogram: Plays per bin, ``BINS`` of them.
    """
    plays = sum(histogram)
    if plays == 0:
        return None
    half = plays / 2
    below = 0
    for number, count in enumerate(histogram):
        if count and below + count >= half:
            low = EDGES[number - 1] if number else 0
            high = EDGES[number] if number < len(EDGES) else EDGES[-1]
            return low + (high - low) * (half - below) / count
        below += count
    raise AssertionError("half of the plays lie in some bin")
