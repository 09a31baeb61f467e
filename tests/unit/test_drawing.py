"""What is left to `make test-wide`."""

import pytest

from tests.drawing import thinned


def tried_by_make_test(values: range, *arguments: int) -> list[object]:
    return [parameter.values[0] for parameter in thinned(values, *arguments) if not parameter.marks]


@pytest.mark.parametrize("step", [1, 3, 7])
def test_tests_of_the_same_values_try_each_of_them_together(step: int) -> None:
    tried = [value for first in range(step) for value in tried_by_make_test(range(7), step, first)]
    assert sorted(tried, key=str) == list(range(7))
    assert tried_by_make_test(range(7), 3, 1) == [1, 4]


def test_all_of_them_are_parameters_and_the_others_are_wide() -> None:
    parameters = thinned([(1, "one"), (2, "two"), (3, "three")], 2)
    assert [parameter.values for parameter in parameters] == [(1, "one"), (2, "two"), (3, "three")]
    assert [mark.name for parameter in parameters for mark in parameter.marks] == ["wide"]


@pytest.mark.parametrize(("number", "step", "first"), [(3, 3, 3), (2, 4, 2), (0, 1, 0)])
def test_nothing_can_be_left_to_make_test_wide_as_a_whole(number: int, step: int, first: int) -> None:
    with pytest.raises(ValueError, match="make test"):
        thinned(range(number), step, first)
