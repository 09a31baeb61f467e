"""The classes of traffic that an answer counts."""

from dataclasses import dataclass

BOT, SELF_VIEW = 1, 2
"""The bits of ``traffic``: bots, and creators on their own contents."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bot and self-view traffic to include in addition to normal viewers.

    Attributes:
        bots: Count bots.
        self_views: Count creators' activity on their own contents.
    """

    bots: bool = False
    self_views: bool = False

    @property
    def classes(self) -> list[int]:
        """The values of ``traffic`` that count; each viewer of a content has exactly one."""
        allowed = BOT * self.bots | SELF_VIEW * self.self_views
        return [traffic for traffic in range(4) if traffic & ~allowed == 0]


PEOPLE = Traffic()
"""The default: neither bots nor self-views."""
