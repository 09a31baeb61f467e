"""Formulas over metrics: what they give, and what is refused."""

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import ErrorCode, ViewpulseError
from server.social.formulas import MAX_LENGTH, parse_formula
from server.social.model import Provenance

METRICS = ("likes", "comments", "reach")


@dataclass(frozen=True)
class Known:
    value: float | None
    provenance: Provenance = Provenance.MEASURED
    reason: str | None = None


MISSING = Known(None, Provenance.UNAVAILABLE, "Nobody knows.")
ROUNDED = Known(8.0, Provenance.ESTIMATED, "It is rounded.")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("likes", 90.0),
        ("100 * (likes + 2 * comments) / reach", 26.0),
        ("-likes + +comments", -70.0),
        ("max(likes, comments, 100) - min(likes, reach)", 10.0),
        ("abs(comments - likes)", 70.0),
        ("1.5 * likes / 1e2", 1.35),
        (" likes-comments-reach ", -430.0),
        ("likes / comments / 3", 1.5),
    ],
)
def test_what_formulas_give(text: str, value: float) -> None:
    found = parse_formula(text, METRICS).compute({"likes": Known(90), "comments": Known(20), "reach": Known(500)})
    assert found.value == pytest.approx(value)
    assert (found.provenance, found.reason) == (Provenance.MEASURED, None)


def test_an_unknown_part_makes_it_unknown_and_says_why() -> None:
    formula = parse_formula("0 * likes + comments", METRICS)
    assert formula.metrics == ("likes", "comments")
    found = formula.compute({"likes": MISSING, "comments": Known(1)})
    assert (found.value, found.provenance) == (None, Provenance.UNAVAILABLE)
    assert found.reason == "`likes` is missing: Nobody knows."
    assert formula.compute({"likes": Known(1)}).reason == "`comments` is missing: it was not collected yet."


def test_what_is_computed_from_an_estimate_is_one() -> None:
    found = parse_formula("likes + comments", METRICS).compute({"likes": ROUNDED, "comments": Known(1)})
    assert (found.value, found.provenance, found.reason) == (9.0, Provenance.ESTIMATED, "It is rounded.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("likes / (comments - comments)", "It divides by zero."), ("likes * 1e308", "It is too large.")],
)
def test_what_has_no_value_is_unknown(text: str, reason: str) -> None:
    found = parse_formula(text, METRICS).compute({"likes": Known(90), "comments": Known(20)})
    assert (found.value, found.provenance, found.reason) == (None, Provenance.UNAVAILABLE, reason)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", f"1-{MAX_LENGTH} characters"),
        ("likes" + " " * MAX_LENGTH, f"1-{MAX_LENGTH} characters"),
        ("likes +", "cannot be read"),
        ("likes comments", "cannot be read"),
        ("(" * 150, "cannot be read"),
        ("3 + 4", "names at least one metric"),
        ("likes + shares", "There is no metric `shares`; there are comments, likes, reach."),
        ("likes ** 9", "`likes ** 9` is not possible"),
        ("likes % 2", "`likes % 2` is not possible"),
        ("likes // 2", "is not possible"),
        ("likes > 2", "is not possible"),
        ("likes if likes else 2", "is not possible"),
        ("likes.real", "`likes.real` is not possible"),
        ("likes[0]", "is not possible"),
        ("[likes]", "is not possible"),
        ("'likes'", "is not possible"),
        ("True + likes", "`True` is not possible"),
        ("1j * likes", "is not possible"),
        ("lambda: likes", "is not possible"),
        ("(x := likes)", "is not possible"),
        ("f'{likes}'", "is not possible"),
        ("__import__('os')", "is not possible"),
        ("open(likes)", "`open(likes)` is not possible"),
        ("abs(likes, comments)", "`abs` has one argument"),
        ("min(likes)", "`min` has two arguments or more"),
        ("max(*likes, reach)", "is not possible"),
        ("max(likes, key=comments)", "is not possible"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(ViewpulseError) as refused:
        parse_formula(text, METRICS)
    assert refused.value.code is ErrorCode.BAD_INPUT
    assert refused.value.field == ("formula",)
    assert said in refused.value.message


Written = tuple[str, Fraction | None]
"""A formula, and its exact value; None: it divides by zero."""


def _joined(parts: tuple[Written, str, Written]) -> Written:
    (left, one), sign, (right, other) = parts
    text = f"({left} {sign} {right})"
    if one is None or other is None or (sign == "/" and not other):
        return text, None
    return text, {"+": one + other, "-": one - other, "*": one * other, "/": one / (other or 1)}[sign]


VALUES = {"likes": 3, "comments": 0, "reach": 7}
LEAVES = st.one_of(
    st.sampled_from([(name, Fraction(value)) for name, value in VALUES.items()]),
    st.integers(0, 9).map(lambda number: (str(number), Fraction(number))),
)
FORMULAS = st.recursive(
    LEAVES, lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(_joined), max_leaves=8
)


@given(FORMULAS)
def test_formulas_are_computed_as_fractions_are(written: Written) -> None:
    text, exact = written
    text = f"likes * 0 + {text}"
    found = parse_formula(text, METRICS).compute({name: Known(value) for name, value in VALUES.items()})
    if exact is None:
        assert found.reason == "It divides by zero."
    else:
        assert found.value == pytest.approx(float(exact), rel=1e-9, abs=1e-9)
