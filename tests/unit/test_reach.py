"""Which selections show other contents' numbers."""

import pytest
from graphql import FieldNode, FragmentDefinitionNode, OperationDefinitionNode, parse

from resolvers.reach import subjects_beyond
from server.analytics.comparison import Baseline

STANDINGS, PLATFORM = "standings:7", "platform:7"


def beyond(text: str, **variables: object) -> set[str]:
    document = parse(text)
    [operation] = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    roots = [node for node in operation.selection_set.selections if isinstance(node, FieldNode)]
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    return set(subjects_beyond(7, roots, fragments, variables))


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ("views { total }", set()),
        ("compare(to: PREVIOUS_PERIOD) { views { value } }", set()),
        ("retention { points { value } }", set()),
        ("retention(curve: COVERAGE) { points { value } }", set()),
        ("retention(curve: RELATIVE) { points { value } }", {STANDINGS}),
        ("ranks: benchmarks { rank }", {STANDINGS}),
        ("compare(to: CREATOR_AVERAGE) { views { value } }", {PLATFORM}),
        ("a: compare(to: PREVIOUS_PERIOD) { to } b: compare(to: PLATFORM_AVERAGE) { to }", {PLATFORM}),
        ("overview { compare(to: PLATFORM_AVERAGE) { to } } benchmarks { rank }", {PLATFORM, STANDINGS}),
        ("... on ContentAnalytics { benchmarks { rank } }", {STANDINGS}),
    ],
)
def test_only_ranks_averages_and_relative_curves_reach_beyond(selection: str, expected: set[str]) -> None:
    assert beyond(f"{{ contentAnalytics {{ {selection} }} }}") == expected


def test_fragments_are_looked_into_also_when_they_are_spread_twice() -> None:
    text = "{ a { ...f ...g } } fragment f on A { ...g } fragment g on A { benchmarks { rank } }"
    assert beyond(text) == {STANDINGS}


@pytest.mark.parametrize(
    ("to", "expected"), [(Baseline.PREVIOUS_PERIOD, set()), (Baseline.CREATOR_AVERAGE, {PLATFORM})]
)
def test_a_variable_decides_as_a_literal_does(to: Baseline, expected: set[str]) -> None:
    assert beyond("query($to: Baseline!) { a { compare(to: $to) { to } } }", to=to) == expected
