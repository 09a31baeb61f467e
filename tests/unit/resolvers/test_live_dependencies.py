"""Which selections show other contents' numbers, or what the catalogue says of them."""

import re
from collections.abc import Iterator

import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLObjectType,
    OperationDefinitionNode,
    get_named_type,
    is_leaf_type,
    parse,
)

from resolvers.live_dependencies import dependencies_of, extra_subjects, moves_with_time, moving_fields
from resolvers.schema import ROOT_FIELDS, build_schema
from server.analytics.comparisons.comparison import Baseline

RANKINGS, PLATFORM, CATALOGUE, MINUTE = "rankings:7", "platform:7", "catalogue:7", "minute:7"
SCHEMA = build_schema()._schema
DEPENDENCIES = dependencies_of(SCHEMA)

COMPARES = re.compile("compar|benchmark|retention|relative|baseline|versus|rank|percentile|others", re.IGNORECASE)
COMPARING = {
    "ContentAnalytics.benchmarks",
    "ContentAnalytics.compare",
    "ContentAnalytics.retention",
    "CreatorAnalytics.compare",
    "PlatformAnalytics.compare",
    "MyDashboard.comparison",  # with the period before, always
    "RevenueAnalytics.previous",  # the same
    "EventDashboardTotals.previous",
    "TopEvent.previous",
}
"""Every field that compares. Another one must say what it ``shows``, unless that is nothing but its own subject."""
SOUNDING_LIKE_IT = {
    "PreviousSocialPeriods.basis",  # what the answer itself is compared with
    "PreviousSocialPostPeriods.basis",
    "PreviousSeries.basis",  # with the period before, always
    "CohortsAnalytics.means",  # of the answer's own cohorts
    "Query.retention",  # of viewers: follows the project
    "Query.topContents",  # follows the platform
    "RankedContentConnection.edges",
    "RankedContentConnection.nodes",
    "RankedContentEdge.node",
    "RetentionAnalytics.cohorts",
    "RetentionAnalytics.means",
    "RetentionCohort.periods",
}

TITLED = {
    "catalogue": {"watchHistory", "savedContents", "interactionHistory", "events"},
    "creator": {"contentsAnalytics", "creatorAnalytics", "creatorContents", "myDashboard"},
    "platform": {"trending", "topContents", "realtime"},  # of a content or a creator, these
}
"""The live fields that show titles, by the subject that is touched when one changes. Those of the catalogue must
say that they show it; the others follow their subject anyhow."""


def _selected(text: str) -> tuple[list[FieldNode], dict[str, FragmentDefinitionNode]]:
    document = parse(text)
    [operation] = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    roots = [node for node in operation.selection_set.selections if isinstance(node, FieldNode)]
    return roots, {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}


def beyond(text: str, **variables: object) -> set[str]:
    return set(extra_subjects(SCHEMA, 7, *_selected(text), variables))


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ("views { total }", set()),
        ("compare(to: PREVIOUS_PERIOD) { views { value } }", set()),
        ("retention { points { value } }", set()),
        ("retention(curve: COVERAGE) { points { value } }", set()),
        ("retention(curve: RELATIVE) { points { value } }", {RANKINGS}),
        ("ranks: benchmarks { rank }", {RANKINGS}),
        ("compare(to: CREATOR_AVERAGE) { views { value } }", {PLATFORM}),
        ("a: compare(to: PREVIOUS_PERIOD) { to } b: compare(to: PLATFORM_AVERAGE) { to }", {PLATFORM}),
        ("overview { compare(to: PLATFORM_AVERAGE) { to } } benchmarks { rank }", {PLATFORM, RANKINGS}),
        ("... on ContentAnalytics { benchmarks { rank } }", {RANKINGS}),
        ("savedContents { edges { node { title } } }", {CATALOGUE}),
        ("series(by: HOUR) { points { views } }", set()),
        ("series(by: MINUTE) { points { views } }", {MINUTE}),
    ],
)
def test_ranks_averages_relative_curves_titles_and_minutes_reach_beyond(selection: str, expected: set[str]) -> None:
    assert beyond(f"{{ contentAnalytics {{ {selection} }} }}") == expected


def test_fragments_are_looked_into_also_when_they_are_spread_twice() -> None:
    text = "{ a { ...f ...g } } fragment f on A { ...g } fragment g on A { benchmarks { rank } }"
    assert beyond(text) == {RANKINGS}


@pytest.mark.parametrize(
    ("to", "expected"), [(Baseline.PREVIOUS_PERIOD, set()), (Baseline.CREATOR_AVERAGE, {PLATFORM})]
)
def test_a_variable_decides_as_a_literal_does(to: Baseline, expected: set[str]) -> None:
    assert beyond("query($to: Baseline!) { a { compare(to: $to) { to } } }", to=to) == expected


@pytest.mark.parametrize("name", DEPENDENCIES)
def test_every_live_dependency_is_in_the_schema_with_its_argument_and_values(name: str) -> None:
    reach = DEPENDENCIES[name]
    fields = [
        field
        for place, field in answered()
        if place.endswith(f".{name}") and place != "Query.retention" and not is_leaf_type(get_named_type(field.type))
    ]
    assert fields
    assert (reach.argument is None) == (not reach.values)
    for field in fields:
        if reach.argument is not None:
            argument = field.args[reach.argument]
            kind = get_named_type(argument.type)
            assert isinstance(kind, GraphQLEnumType)
            assert reach.values < set(kind.values)
            default = getattr(argument.default_value, "name", argument.default_value)
            assert default not in reach.values  # without the argument nothing else is followed


def test_every_comparing_field_is_a_known_live_dependency() -> None:
    found = {
        place
        for place, field in answered()
        if COMPARES.search(f"{place.partition('.')[2]} {get_named_type(field.type).name}")
    }
    answers = dict(answered())
    inside = {kind for place in COMPARING for kind in below(get_named_type(answers[place].type).name)}
    assert {place for place in found if place.partition(".")[0] not in inside} == COMPARING | SOUNDING_LIKE_IT
    assert {place.partition(".")[2] for place in COMPARING} - {"comparison", "previous"} <= set(DEPENDENCIES)


def test_every_live_field_with_titles_is_a_known_live_dependency() -> None:
    assert SCHEMA.query_type
    titled = {
        name
        for name, found in ROOT_FIELDS.items()
        if found.is_live
        and any(
            isinstance(kind := SCHEMA.type_map[inner], GraphQLObjectType) and {"contentId", "title"} <= set(kind.fields)
            for inner in below(get_named_type(SCHEMA.query_type.fields[name].type).name)
        )
    }
    assert titled == set().union(*TITLED.values())
    assert TITLED["catalogue"] <= set(DEPENDENCIES)


def test_no_live_answer_has_questions_in_nodes() -> None:
    """It would have to follow their subjects, and a public list would show one caller's answers to all."""
    nodes = {kind.name: kind.fields for kind in SCHEMA.get_possible_types(SCHEMA.type_map["Node"])}  # type: ignore[arg-type]
    asking = {name for name, fields in nodes.items() if "analytics" in fields}
    assert asking == {"Content", "Creator", "Session"}
    assert nodes.keys() - asking == {"SocialPost"}
    assert SCHEMA.subscription_type
    for name, field in SCHEMA.subscription_type.fields.items():
        assert not below(get_named_type(field.type).name) & asking, name


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("{ contentAnalytics { views { total } } }", False),
        ("{ contentAnalytics(range: null) { views { total } } }", False),
        ('{ contentAnalytics(range: {last: "7d"}) { views { total } } }', True),
        ("{ contentAnalytics { rate: velocity { viewsPerHour } } }", True),
        ("{ contentAnalytics { ...s } } fragment s on ContentAnalytics { series(by: DAY) { truncated } }", True),
        ("query ($given: RangeInput) { contentAnalytics(range: $given) { views { total } } }", True),
        ("query ($missing: RangeInput) { contentAnalytics(range: $missing) { views { total } } }", False),
        ("query ($none: RangeInput) { contentAnalytics(range: $none) { views { total } } }", False),
        ("{ myDashboard { views } }", True),
        ("{ eventsNear(point: {latitude: 1, longitude: 2}, radius: 9) { edges { cursor } } }", True),
        ("{ socialPost { series(by: DAY) { by } } }", True),
        ("{ socialPost { post { postId } } }", False),
        ("{ trending { contents { views } } }", True),
        ("{ topContents { nodes { views } } }", False),
        ("{ topContents { nodes { trend } } }", True),
        ("{ platformStats { views } }", False),
        ("{ platformStats { lag } }", True),
        ("{ realtime(of: {platform: true}) { totals { views } } }", True),
        ("{ watchHistory { edges { cursor } } }", False),
    ],
)
def test_ranges_series_and_what_is_counted_until_now_move_with_time(text: str, moves: bool) -> None:
    variables = {"given": {"days": 7}, "none": None}
    assert moves_with_time(SCHEMA, *_selected(text), variables) is moves


def test_every_field_about_now_is_known_to_move() -> None:
    sounding = re.compile("velocity|trend|series|realtime|lag|pending|stale|perhour", re.IGNORECASE)
    inside = {kind for name in ("ContentAnalytics.velocity", "Query.trending") for kind in below(type_of(name))}
    found = {
        place.partition(".")[2]
        for place, _ in answered()
        if sounding.search(place.partition(".")[2]) and place.partition(".")[0] not in inside
    }
    assert found - {"seriesDays"} <= moving_fields(SCHEMA)  # a setting
    assert {"series", "velocity", "trend", "trending", "lag", "myDashboard"} <= moving_fields(SCHEMA)


def type_of(place: str) -> str:
    """The name of the type that a field answers."""
    return str(get_named_type(dict(answered())[place].type).name)


def answered() -> Iterator[tuple[str, GraphQLField]]:
    """Every field that an answer may have, as ``Type.field``."""
    for name, kind in SCHEMA.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__") and kind is not SCHEMA.subscription_type:
            yield from ((f"{name}.{field}", found) for field, found in kind.fields.items())


def below(type_name: str) -> set[str]:
    """A type and all types that its fields answer, and so on."""
    found, waiting = set(), [type_name]
    while waiting:
        name = waiting.pop()
        kind = SCHEMA.type_map[name]
        if name not in found:
            found.add(name)
            if isinstance(kind, GraphQLObjectType):
                waiting += [get_named_type(field.type).name for field in kind.fields.values()]
    return found
