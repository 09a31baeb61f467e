"""Walks two whole answers side by side, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

RELATIVE = 1e-9  # sums of floats may be added up in another order
ABSOLUTE = 1e-6  # answers have six decimals


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number that may deviate as far as its definition allows.

    Attributes:
        exact: The exact number.
        share: Maximum relative deviation.
        slack: Absolute deviation that is always allowed.
    """

    exact: float
    share: float
    slack: float = 1.0

    def allows(self, found: object) -> bool:
        """Whether a number is near enough."""
        if not isinstance(found, int | float):
            return False
        return abs(found - self.exact) <= max(self.exact * self.share, self.slack)


@dataclass(frozen=True, slots=True)
class Within:
    """A number between two others, both allowed."""

    least: float
    most: float

    def allows(self, found: object) -> bool:
        """Whether a number lies there."""
        return isinstance(found, int | float) and self.least <= found <= self.most


class Anything:
    """A value that the events do not determine, such as the number of aggregator runs."""

    def allows(self, _found: object) -> bool:
        """Always."""
        return True

    def __repr__(self) -> str:
        return "anything"


ANYTHING = Anything()


def differences(found: Any, wanted: Any, path: str = "") -> list[str]:
    """The differences between an answer and the expected one; both must have the same fields.

    Args:
        found: The answer, as JSON.
        wanted: The expected answer; leaves may be an ``Estimate``, a ``Within`` or ``ANYTHING``.
        path: The path of both in the whole answer.
    """
    if isinstance(wanted, Estimate | Within | Anything):
        return [] if wanted.allows(found) else [f"{path}: {found!r} instead of {wanted}"]
    if isinstance(wanted, Mapping):
        if not isinstance(found, Mapping):
            return [f"{path}: {found!r} instead of {dict(wanted)!r}"]
        missing = [f"{path}.{name}: not answered" for name in wanted.keys() - found.keys()]
        more = [f"{path}.{name}: {found[name]!r} is not recomputed" for name in found.keys() - wanted.keys()]
        both = [(name, value) for name, value in wanted.items() if name in found]
        return (
            missing
            + more
            + [line for name, value in both for line in differences(found[name], value, f"{path}.{name}")]
        )
    if isinstance(wanted, Sequence) and not isinstance(wanted, str):
        if not isinstance(found, Sequence) or isinstance(found, str):
            return [f"{path}: {found!r} instead of {wanted!r}"]
        if len(found) != len(wanted):
            return [f"{path}: {len(found)} instead of {len(wanted)}: {found[:3]!r}, not {wanted[:3]!r}"]
        pairs = zip(found, wanted, strict=True)
        return [line for number, pair in enumerate(pairs) for line in differences(*pair, f"{path}[{number}]")]
    if isinstance(wanted, float) and isinstance(found, int | float) and not isinstance(found, bool):
        return (
            []
            if abs(found - wanted) <= max(ABSOLUTE, RELATIVE * abs(wanted))
            else [f"{path}: {found!r} instead of {wanted!r}"]
        )
    same = found == wanted and isinstance(found, bool) == isinstance(wanted, bool)
    return [] if same else [f"{path}: {found!r} instead of {wanted!r}"]


def none_of(found: Sequence[str]) -> None:
    """Raises AssertionError with the first of the differences, unless there are none."""
    assert not found, "\n".join([f"{len(found)} differences", *found[:60]])
