"""Metrics that a project defines for itself: formulas over the metrics that all networks share."""

import ast
import math
import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from simpleeval import SimpleEval

from server.errors import ErrorCode, ViewpulseError
from server.social.model import Provenance

MAX_LENGTH = 200
"""Characters of a formula."""

_OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {"abs": abs, "max": max, "min": min}
_POSSIBLE = "A formula has metrics, numbers, + - * /, parentheses, and min, max or abs."


class Number(Protocol):
    """A number of a network, or why there is none."""

    @property
    def value(self) -> float | None:
        """The number."""

    @property
    def provenance(self) -> Provenance:
        """Where it comes from."""

    @property
    def reason(self) -> str | None:
        """Why it is not measured."""


Given = TypeVar("Given", bound=Number)


@dataclass(frozen=True, slots=True)
class Computed(Generic[Given]):
    """What a formula gives.

    Attributes:
        value: The number; None if there is none.
        provenance: ESTIMATED if any of its parts is.
        reason: Why it is not measured; None if it is.
        parts: The numbers that it was computed from.
    """

    value: float | None
    provenance: Provenance
    reason: str | None
    parts: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that can be computed.

    Attributes:
        text: As it was written.
        metrics: The metrics that it names, in the order of their first use.
    """

    text: str
    metrics: tuple[str, ...]
    _tree: ast.AST = field(repr=False, compare=False)

    def compute(self, values: Mapping[str, Given]) -> Computed[Given]:
        """Its value; there is none if one of its metrics has none, or it divides by zero.

        Args:
            values: Numbers of a post or an account, by metric.
        """
        parts = tuple(values[name] for name in self.metrics if name in values)
        for name in self.metrics:
            found = values.get(name)
            if found is None or found.value is None:
                reason = "it was not collected yet." if found is None else found.reason
                return Computed(None, Provenance.UNAVAILABLE, f"`{name}` is missing: {reason}", parts)
        known = {name: values[name].value for name in self.metrics}
        try:
            value = float(SimpleEval(_OPERATORS, _FUNCTIONS, known).eval(self.text, self._tree))
        except ZeroDivisionError:
            return Computed(None, Provenance.UNAVAILABLE, "It divides by zero.", parts)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            return Computed(None, Provenance.UNAVAILABLE, "It is too large.", parts)
        estimated = next((part for part in parts if part.provenance is Provenance.ESTIMATED), None)
        if estimated is not None:
            return Computed(value, Provenance.ESTIMATED, estimated.reason, parts)
        return Computed(value, Provenance.MEASURED, None, parts)


def parse_formula(text: str, metrics: Collection[str]) -> Formula:
    """The formula that a text writes.

    Args:
        text: Such as ``100 * (likes + 2 * comments) / reach``.
        metrics: The metrics that it may name.

    Raises:
        ViewpulseError: BAD_INPUT, with what is wrong and where.
    """
    if not 0 < len(text) <= MAX_LENGTH:
        raise _refused(f"A formula has 1-{MAX_LENGTH} characters.")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        where = f" at character {error.offset}" if isinstance(error, SyntaxError) and error.offset else ""
        raise _refused(f"The formula cannot be read{where}. {_POSSIBLE}") from None
    named: dict[str, None] = {}
    _check(tree, text.strip(), metrics, named)
    if not named:
        raise _refused("A formula names at least one metric.")
    return Formula(text.strip(), tuple(named), tree)


def _check(node: ast.AST, text: str, metrics: Collection[str], named: dict[str, None]) -> None:
    match node:
        case ast.Name(id=name) if name in metrics:
            named[name] = None
        case ast.Name(id=name):
            raise _refused(f"There is no metric `{name}`; there are {', '.join(sorted(metrics))}.")
        case ast.Constant(value=bool() | str() | bytes() | complex() | None):
            raise _impossible(node, text)
        case ast.Constant(value=int() | float()):
            pass
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATORS:
            _check(operand, text, metrics, named)
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _OPERATORS:
            _check(left, text, metrics, named)
            _check(right, text, metrics, named)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS and arguments:
            if (name == "abs" and len(arguments) > 1) or (name != "abs" and len(arguments) < 2):
                raise _refused(f"`{name}` has {'one argument' if name == 'abs' else 'two arguments or more'}.")
            for argument in arguments:
                _check(argument, text, metrics, named)
        case _:
            raise _impossible(node, text)


def _impossible(node: ast.AST, text: str) -> ViewpulseError:
    return _refused(f"`{ast.get_source_segment(text, node) or text}` is not possible. {_POSSIBLE}")


def _refused(message: str) -> ViewpulseError:
    return ViewpulseError(ErrorCode.BAD_INPUT, message, field=["formula"])
