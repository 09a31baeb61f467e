"""How much of what there is to try `make test` tries: the rest is for `make fuzz` and `make test-wide`."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

WIDE = pytest.mark.wide


def drawn(number: int) -> int:
    """So many examples in `make test`; in `make fuzz` as many times more as a test draws that says nothing.

    Args:
        number: Of examples, by which a run of the suite is long enough.
    """
    return number * settings().max_examples // settings.get_profile("default").max_examples


def thinned(values: Iterable[Any], step: int, first: int = 0) -> list[pytest.ParameterSet]:
    """Parameters of a test: every so many-th is for `make test`, the others are for `make test-wide`.

    Args:
        values: The parameters; a tuple has several.
        step: 3 leaves a third to `make test`.
        first: Index of the first that is left to it. Tests with the same values choose different ones, so that
            together they try each value.

    Raises:
        ValueError: None would be left to `make test`.
    """
    parameters = [
        pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=() if at % step == first else (WIDE,))
        for at, value in enumerate(values)
    ]
    if all(parameter.marks for parameter in parameters):
        raise ValueError("make test would try none of them")
    return parameters
