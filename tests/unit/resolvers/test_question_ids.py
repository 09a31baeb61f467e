"""The id of an answer: equal for equal questions however they are written, different for different ones."""

import inspect
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import pytest
import strawberry
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    Undefined,
    ast_from_value,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
    value_from_ast_untyped,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type
from strawberry.utils.str_converters import to_camel_case

from resolvers.context import Context, Services
from resolvers.metrics import Analytics
from resolvers.root_fields import RootField
from resolvers.scalars import SCALARS
from resolvers.schema import ROOT_FIELDS, build_schema
from server.access import Caller, Role
from server.settings import Settings
from tests.drawing import drawn

ADMIN, CREATOR, USER = (Caller(user_id=role.value, role=role) for role in (Role.ADMIN, Role.CREATOR, Role.USER))
SERVICES = Services(settings=Settings(), pool=None, ingest=None, contents=None)  # type: ignore[arg-type]
QUESTIONS = {
    name: found
    for name, found in ROOT_FIELDS.items()
    if isinstance(kind := inspect.signature(found.resolver).return_annotation, type) and issubclass(kind, Analytics)
}
TEXTS: dict[str, list[Any]] = {
    "ID": ["a", "b"],
    "String": ["x", "y"],
    "Int": [1, 2],
    "Float": [1.5, 2, 2.0],
    "Boolean": [True, False],
    "DateTime": ["2026-03-01T00:00:00Z", "2026-03-01T01:00:00+01:00", "2026-03-02T00:00:00Z"],
    "DateOrDateTime": ["2026-03-01", "2026-03-01T00:00:00Z", "2026-03-01T01:00:00+01:00", "2026-03-02"],
    "Duration": ["1m", "60s", "2m"],
    "JSONObject": [{"a": 1}, {"a": 2, "b": [1, "x"]}],
}
"""Values of each scalar, some of which are the same."""


def without_reading(found: RootField) -> RootField:
    """The same question, answered with an id and nothing else."""
    kind = inspect.signature(found.resolver).return_annotation

    @wraps(found.resolver)
    async def answer(*_: object, **__: object) -> Any:
        return object.__new__(kind)

    return replace(found, resolver=answer)


SCHEMA = strawberry.Schema(
    create_type("Query", [without_reading(found).field() for found in QUESTIONS.values()]),
    config=StrawberryConfig(scalar_map=SCALARS),
)
Arguments = dict[str, Any]


def field_of(name: str) -> GraphQLField:
    query = SCHEMA._schema.query_type
    assert isinstance(query, GraphQLObjectType)
    found: GraphQLField = query.fields[name]
    return found


VARIED = [name for name in QUESTIONS if field_of(name).args]
"""Questions with arguments: the others have one id each."""


async def id_of(name: str, arguments: Arguments, caller: Caller = ADMIN) -> str:
    """The id, asked with variables."""
    taken = field_of(name).args
    declared = ", ".join(f"${argument}: {taken[argument].type}" for argument in arguments)
    passed = ", ".join(f"{argument}: ${argument}" for argument in arguments)
    return await answered(
        f"query{f'({declared})' if declared else ''} {{ {name}{f'({passed})' if passed else ''} {{ id }} }}",
        arguments,
        caller,
    )


async def id_written_out(name: str, arguments: Arguments) -> str:
    """The id, asked with literals in another order, every default written out, and no null."""
    taken = field_of(name).args
    said = {argument: default_of(found) for argument, found in taken.items()} | {
        argument: value for argument, value in arguments.items() if value is not None
    }
    written = {argument: literal(value, taken[argument].type) for argument, value in said.items() if value is not None}
    passed = ", ".join(f"{argument}: {text}" for argument, text in reversed(written.items()))
    return await answered(f"{{ other: {name}{f'({passed})' if passed else ''} {{ id }} }}", {}, ADMIN)


async def answered(document: str, variables: Arguments, caller: Caller) -> str:
    context = Context(caller, SERVICES)
    result = await SCHEMA.execute(document, variable_values=variables, context_value=context)
    assert result.errors is None, (document, variables, result.errors)
    assert result.data
    [answer] = result.data.values()
    found: str = answer["id"]
    return found


def default_of(taken: GraphQLArgument | GraphQLInputField) -> Any:
    """A default as JSON; None if there is none."""
    if taken.default_value is Undefined:
        return None
    written = ast_from_value(taken.default_value, taken.type)
    return None if written is None else value_from_ast_untyped(written)


def literal(value: Any, type_: GraphQLInputType) -> str:
    named: Any = get_named_type(type_)
    if isinstance(value, list):
        return "[" + ", ".join(literal(item, named) for item in value) + "]"
    if isinstance(named, GraphQLInputObjectType):
        parts = [f"{name}: {literal(found, named.fields[name].type)}" for name, found in reversed(value.items())]
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(found, named)}" for name, found in value.items()) + "}"
    return str(value) if isinstance(named, GraphQLEnumType) else json.dumps(value)


def meaning(value: Any, type_: GraphQLInputType, default: Any = None) -> Any:
    """What a value says, with the defaults filled in; an object that says nothing is null."""
    value = default if value is None else value
    named: Any = get_named_type(type_)
    if value is None:
        return None
    if is_list_type(get_nullable_type(type_)):
        return [meaning(item, named) for item in value]
    if isinstance(named, GraphQLInputObjectType):
        filled = {name: meaning(value.get(name), field.type, default_of(field)) for name, field in named.fields.items()}
        return None if all(filled[name] == default_of(field) for name, field in named.fields.items()) else filled
    if named.name.endswith("DateTime") and "T" in value:
        return datetime.fromisoformat(value).astimezone(UTC)
    return float(value) if named.name == "Float" else value


def values(type_: GraphQLInputType) -> st.SearchStrategy[Any]:
    """Values of a type; never null."""
    named: Any = get_named_type(type_)
    if is_list_type(get_nullable_type(type_)):
        return st.lists(values(named), min_size=1, max_size=2)
    if isinstance(named, GraphQLEnumType):
        return st.sampled_from([*named.values][:3])
    if not isinstance(named, GraphQLInputObjectType):
        return st.sampled_from(TEXTS[named.name])
    fields = {name: (values(field.type), is_required_input_field(field)) for name, field in named.fields.items()}
    if is_one_of(named):
        return st.one_of(
            [st.fixed_dictionaries({name: values_of_choice(field)}) for name, field in named.fields.items()]
        )
    return st.fixed_dictionaries(
        {name: found for name, (found, required) in fields.items() if required},
        optional={name: found for name, (found, required) in fields.items() if not required},
    )


def values_of_choice(field: GraphQLInputField) -> st.SearchStrategy[Any]:
    """Values of one of the fields of which one must be given: a Boolean can only be true."""
    return values(field.type).filter(lambda value: value is not False)


def is_one_of(named: GraphQLInputObjectType) -> bool:
    return bool(named.extensions["strawberry-definition"].is_one_of)


@st.composite
def asked(draw: st.DrawFn, name: str) -> Arguments:
    """Arguments of a question, one of those that name what it is about among them."""
    taken, own = field_of(name).args, names_of_target(name)
    about = {one: draw(values(taken[one].type)) for one in draw(st.sampled_from([[one] for one in own] or [[]]))}
    others = {argument: found for argument, found in taken.items() if argument not in own}
    return about | draw(
        st.fixed_dictionaries(
            {argument: values(found.type) for argument, found in others.items() if is_required_argument(found)},
            optional={
                argument: values(found.type) if str(found.type).endswith("!") else st.none() | values(found.type)
                for argument, found in others.items()
                if not is_required_argument(found)
            },
        )
    )


def names_of_target(name: str) -> list[str]:
    own = {to_camel_case(argument) for argument in QUESTIONS[name].access.parameters}
    return [argument for argument in field_of(name).args if argument in own]


def meanings(name: str, arguments: Arguments) -> Arguments:
    return {
        argument: meaning(arguments.get(argument), found.type, default_of(found))
        for argument, found in field_of(name).args.items()
    }


@pytest.mark.parametrize("name", VARIED)
@settings(max_examples=drawn(6))
@given(data=st.data())
async def test_equal_questions_have_equal_ids_and_others_have_not(name: str, data: st.DataObject) -> None:
    one, other, own = data.draw(asked(name)), data.draw(asked(name)), names_of_target(name)
    changed = data.draw(st.sets(st.sampled_from([*field_of(name).args]), max_size=2))
    about = other if changed & {*own} else one
    found = {argument: value for argument, value in one.items() if argument not in {*own, *changed}}
    found |= {argument: value for argument, value in other.items() if argument in changed - {*own}}
    found |= {argument: value for argument, value in about.items() if argument in own}
    assert await id_written_out(name, one) == await id_of(name, one)
    assert (await id_of(name, found) == await id_of(name, one)) == (meanings(name, found) == meanings(name, one))


@pytest.mark.parametrize("name", VARIED)
async def test_each_value_of_each_argument_makes_another_question(name: str) -> None:
    taken, own = field_of(name).args, names_of_target(name)
    least = {argument: sample(found.type) for argument, found in taken.items() if is_required_argument(found)}
    about = {argument: sample(taken[argument].type) for argument in own[:1]}
    questions = [
        (least if argument in own else least | about) | {argument: value}
        for argument, found in taken.items()
        for value in different(found.type)
    ]
    meant = {repr(meanings(name, question)) for question in questions}
    assert len({await id_of(name, question) for question in questions}) == len(meant) > 1


EARLY = {"start": "2026-03-01T00:00:00Z", "end": "2026-03-02T00:00:00Z"}
EARLY_IN_BERLIN = {"end": "2026-03-02T01:00:00+01:00", "start": "2026-03-01T01:00:00+01:00"}


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("areaCounts", {"range": {"between": EARLY}}, {"range": {"between": EARLY_IN_BERLIN}}),
        ("areaCounts", {"include": {}}, {}),
        ("areaCounts", {"include": {"bots": False, "selfViews": False}}, {"include": None}),
        ("areaCounts", {"include": {"bots": True, "selfViews": False}}, {"include": {"bots": True}}),
        ("areaCounts", {"first": 100, "timezone": "UTC", "range": None}, {}),
        ("likeState", {"userId": "a", "contentIds": "c1"}, {"userId": "a", "contentIds": ["c1"]}),
        ("myDashboard", {"creatorId": "a", "range": None}, {"creatorId": "a"}),
        ("myDashboard", {"creatorId": "a", "range": "its default"}, {"creatorId": "a"}),
    ],
)
async def test_two_ways_to_ask_the_same(name: str, one: Arguments, other: Arguments) -> None:
    if one.get("range") == "its default":
        one = one | {"range": default_of(field_of(name).args["range"])}
        assert one["range"]
    assert await id_of(name, one) == await id_of(name, other)


def sample(type_: GraphQLInputType) -> Any:
    return different(type_)[0]


def different(type_: GraphQLInputType) -> list[Any]:
    """Values of a type that say different things."""
    named: Any = get_named_type(type_)
    if is_list_type(get_nullable_type(type_)):
        [one, *more] = different(named)
        return [[one], [one, *more], [*more, one]]
    if isinstance(named, GraphQLEnumType):
        return [*named.values]
    if not isinstance(named, GraphQLInputObjectType):
        return [TEXTS[named.name][0], TEXTS[named.name][-1]]
    if is_one_of(named):
        return [
            {name: value}
            for name, field in named.fields.items()
            for value in different(field.type)
            if value is not False
        ]
    least = {name: sample(field.type) for name, field in named.fields.items() if is_required_input_field(field)}
    return [least | {name: different(field.type)[-1]} for name, field in named.fields.items()]


async def test_no_two_questions_have_the_same_id() -> None:
    found = {
        name: await id_of(
            name,
            {
                argument: sample(taken.type)
                for argument, taken in field_of(name).args.items()
                if is_required_argument(taken) or argument in names_of_target(name)[:1]
            },
        )
        for name in QUESTIONS
    }
    assert len(set(found.values())) == len(QUESTIONS) > 15


@pytest.mark.parametrize(
    ("name", "argument", "caller"),
    [
        ("creatorAnalytics", "creatorId", CREATOR),
        ("creatorContents", "creatorId", CREATOR),
        ("myDashboard", "creatorId", CREATOR),
        ("watchHistory", "userId", USER),
        ("interactionHistory", "userId", USER),
    ],
)
async def test_who_is_left_out_is_the_signed_in_user(name: str, argument: str, caller: Caller) -> None:
    own = await id_of(name, {argument: caller.user_id}, ADMIN)
    assert await id_of(name, {}, caller) == await id_of(name, {argument: None}, caller) == own
    assert await id_of(name, {argument: "another"}, ADMIN) != own


async def test_the_platform_is_none_of_its_creators() -> None:
    assert await id_of("platformAnalytics", {}) == await id_of("platformAnalytics", {"creatorId": None})
    assert await id_of("platformAnalytics", {}) != await id_of("platformAnalytics", {"creatorId": "a"})


async def test_a_user_and_a_guest_of_one_name_are_two() -> None:
    asked_for = {"contentIds": ["c1"]}
    user = await id_of("likeState", asked_for | {"userId": "x"})
    assert user != await id_of("likeState", asked_for | {"sessionId": "x"})


async def test_ids_stay_what_they_are() -> None:
    """Apps keep their caches over versions of the server."""
    ranged = {"contentId": "c1", "range": {"last": "7d"}, "timezone": "Europe/Berlin", "include": {"bots": True}}
    assert await id_of("contentAnalytics", {"contentId": "c1"}) == "q_GjB6zf2038TbViXq"
    assert await id_of("contentAnalytics", ranged) == "q_HBERxQRr5BEdbHrq"
    assert await id_of("trending", {}) == "q_YfKmagrXDz70PC6K"


def test_an_analytics_answer_is_that_of_a_root_field() -> None:
    """Only they, and what hands over their id, set one."""
    schema = build_schema()._schema
    interface = schema.type_map["Analytics"]
    assert isinstance(interface, GraphQLInterfaceType)
    answers = {kind.name for kind in schema.get_possible_types(interface)}
    places = {
        f"{kind.name}.{name}"
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType)
        for name, field in kind.fields.items()
        if get_named_type(field.type).name in answers
    }
    assert {place for place in places if place.split(".")[0] not in ("Query", "Subscription")} == {
        "Content.analytics",
        "Creator.analytics",
        "Session.analytics",
        "MyDashboard.overview",
        "EventDashboard.series",
        "EventDashboard.revenue",
        "DashboardFunnel.analytics",
        "Project.stats",
    }
    assert {place.removeprefix("Query.") for place in places if place.startswith("Query.")} == {*QUESTIONS}
    assert answers == {get_named_type(field_of(name).type).name for name in QUESTIONS}
