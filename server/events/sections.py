"""The watched sections of one event: what was watched, and what more than once."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from server.events.model import Section

Span: TypeAlias = tuple[int, int]

Watched: TypeAlias = tuple[int | None, int | None, str | None, str | None]

NOTHING_WATCHED: Watched = (None, None, None, None)


def watched(sections: Sequence[Section] | None) -> Watched:
    """The sections in milliseconds, as they are stored.

    Returns:
        Start and end of what they cover, if that is one section; else what they cover, as a literal of
        ``int8multirange``. None without sections. Last, what they cover at least twice, at least three times and so on,
        as a literal of ``int8multirange[]``; None unless two of them overlap.
    """
    if not sections:
        return NOTHING_WATCHED
    spans = [(round(section.start * 1000), round(section.end * 1000)) for section in sections]
    spans = sorted((start, end) for start, end in spans if start < end)
    if len(spans) == 1:
        return *spans[0], None, None
    repeats = _repeats(spans) if any(later[0] < earlier[1] for earlier, later in pairwise(spans)) else None
    return None, None, _multirange(spans), repeats


def _repeats(spans: Sequence[Span]) -> str:
    """The ranges covered twice or more, three times or more …: each level opens and closes as the depth passes it."""
    levels: list[list[Span]] = []
    opened: list[int] = []
    for at, step in sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans]):
        if step > 0:
            opened.append(at)
            if len(opened) > len(levels):
                levels.append([])
        else:
            levels[len(opened) - 1].append((opened.pop(), at))
    return "{" + ",".join(f'"{_multirange(level)}"' for level in levels[1:]) + "}"


def _multirange(spans: Sequence[Span]) -> str:
    """PostgreSQL merges ranges that overlap or touch."""
    return "{" + ",".join(f"[{start},{end})" for start, end in spans) + "}"
