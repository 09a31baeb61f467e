"""Which classes of traffic an answer counts."""

from dataclasses import dataclass

BOT, SELF_VIEW = 1, 2
"""The bits of ``traffic``: a bot's, and a creator's on its own content."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """The traffic that counts beside people's.

    Attributes:
        bots: Count bots.
        self_views: Count what creators do on their own contents.
    """

    bots: bool = False
    self_views: bool = False

    @property
    def classes(self) -> list[int]:
        """The values of ``traffic`` that count; each viewer of a content has exactly one."""
        allowed = BOT * self.bots | SELF_VIEW * self.self_views
        return [traffic for traffic in range(4) if traffic & ~allowed == 0]


PEOPLE = Traffic()
"""What counts by default: neither bots nor self-views."""
