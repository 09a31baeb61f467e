"""No number is left out: every analytics field is queried and compared with the raw events."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLObjectType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    parse,
    visit,
)

from server.metrics.catalogue import CATALOGUE
from tests import recompute
from tests.integration.every_number.documents import CURVES, RECOMPUTED
from tests.integration.every_number.filling import SCHEMA
from tests.integration.every_number.test_cohorts import ASKED, PLAIN
from tests.integration.every_number.test_funnels import BREAKDOWNS as FUNNEL_BREAKDOWNS
from tests.integration.every_number.test_funnels import FUNNELS, KINDS
from tests.recompute import catalogue, content, creator, listed, revenue
from tests.recompute.breakdown import DIMENSIONS, ORDERS
from tests.recompute.formulas import PROFILES
from tests.recompute.series import INTERVALS

NOT_COUNTED = {"content", "contents", "definitions", "eventVocabulary", "rejectedCounts", "rejectedEvents"} | {
    "writeKeys",
    "activity",
    "shareLinks",
    "consentHistory",
    "schemaVersions",
    "creator",
    "erasure",
    "me",
    "node",
    "nodes",
    "project",
    "projects",
    "session",
    "socialAccount",
    "socialAccounts",
    "socialAggregates",
    "socialCollections",
    "socialConnection",
    "socialCustomMetrics",
    "socialPost",
    "socialPosts",
    "socialWorkspace",
    "socialWorkspaces",
}
"""Query fields that answer what was declared, written or refused, what arrives now, or name something: nothing in them
is counted from events, except what other fields answer in the same way. Numbers of social networks are recomputed from
what these answered, by ``tests/social``."""
COHORTS_ASKED = [PLAIN | one for one in ASKED.values()]
LENGTHS = {"first"}
"""Arguments that only cut a list; those of lists within lists are left to their default."""
Place = tuple[str, str]


class Selected(Visitor):
    """Collects the fields that a document selects, and the arguments that it gives them."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.fields: set[Place] = set()
        self.arguments: set[tuple[str, str, str]] = set()

    def enter_field(self, node: FieldNode, *_: object) -> None:
        parent = self.types.get_parent_type()
        assert parent is not None
        self.fields.add((parent.name, node.name.value))
        self.arguments |= {(parent.name, node.name.value, argument.name.value) for argument in node.arguments or ()}


@pytest.fixture(scope="module")
def selected() -> Selected:
    """What all documents that are recomputed select together."""
    types = TypeInfo(SCHEMA._schema)
    found = Selected(types)
    for document in RECOMPUTED:
        visit(parse(document), TypeInfoVisitor(types, found))
    return found


def counted() -> Iterator[tuple[GraphQLObjectType, str]]:
    """Every field of every type that an analytics field of the query may answer, and those fields themselves."""
    query = SCHEMA._schema.query_type
    assert query is not None
    yield from ((query, name) for name in query.fields if name not in NOT_COUNTED)
    waiting = [get_named_type(field.type) for name, field in query.fields.items() if name not in NOT_COUNTED]
    seen = set()
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, GraphQLObjectType) and kind.name not in seen:
            seen.add(kind.name)
            fields = {name: field for name, field in kind.fields.items() if not name.startswith("social")}
            yield from ((kind, name) for name in fields)
            waiting += [get_named_type(field.type) for field in fields.values()]


def test_every_field_of_every_analytics_type_is_recomputed(selected: Selected) -> None:
    places = {(kind.name, name) for kind, name in counted()}
    assert len(places) > 300
    assert not places - selected.fields


def test_every_metric_of_the_catalogue_is_recomputed(selected: Selected) -> None:
    places = {tuple(metric.field.split(".")) for metric in CATALOGUE.values() if metric.field}
    assert len(places) == sum(bool(metric.field) for metric in CATALOGUE.values())
    assert not places - selected.fields


def test_every_argument_of_an_analytics_field_is_given_somewhere(selected: Selected) -> None:
    given = {
        (kind.name, name, argument)
        for kind, name in counted()
        for argument in kind.fields[name].args
        if kind.name == "Query" or argument not in LENGTHS
    }
    assert not given - selected.arguments


@pytest.mark.parametrize(
    ("enum", "asked"),
    [
        ("Baseline", {*content.BASELINES, *creator.BASELINES}),
        ("BreakdownOrder", {*ORDERS}),
        ("CatalogueSort", {*catalogue.SORTS}),
        ("ContentSort", {*listed.SORTS}),
        ("CohortPeriodLength", {one["by"] for one in COHORTS_ASKED}),
        ("CohortStart", {one["cohort"] for one in COHORTS_ASKED}),
        ("CreatorsBy", {*listed.BY}),
        ("Dimension", {*DIMENSIONS}),
        ("EngagementProfile", {*PROFILES}),
        ("FunnelOrder", {one["order"] for one in FUNNELS.values()}),
        ("FunnelValueOf", {of for _, _, of, _ in FUNNEL_BREAKDOWNS}),
        ("FunnelViewersOf", {*KINDS}),
        ("Interval", {*INTERVALS}),
        ("RetentionCurve", {curve.kind for curve in CURVES}),
        ("RetentionRule", {one["retained"] for one in COHORTS_ASKED}),
        ("RetentionSliceBy", {curve.by for curve in CURVES if curve.by}),
        ("SoldBy", {*revenue.BY}),
        ("SoldOrder", {*revenue.ORDERS}),
        ("TopBy", {*listed.LEAST_VIEWS}),
        ("WeekStart", {one["weekStart"] for one in COHORTS_ASKED}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_choice_is_asked_for(enum: str, asked: set[str]) -> None:
    kind = SCHEMA._schema.type_map[enum]
    assert isinstance(kind, GraphQLEnumType)
    assert set(kind.values) == asked


def test_the_recomputation_shares_no_code_with_the_product() -> None:
    modules = [f"tests.recompute.{path.stem}" for path in Path(recompute.__file__).parent.glob("[a-z]*.py")]
    statement = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", statement], check=True, capture_output=True, text=True
    ).stdout.split()
    assert {*modules} <= {*loaded}
    assert not [name for name in loaded if name.split(".")[0] in ("server", "resolvers")]
