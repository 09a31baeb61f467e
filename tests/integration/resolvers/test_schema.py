"""The schema as a contract: printed, paired, described, and consistent with the code behind it."""

import subprocess
import sys
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
    is_required_input_field,
)

from resolvers.schema import ROOT_FIELDS, build_schema, print_schema
from server.events.batch_context import BatchContext
from server.events.content_record import ContentRecord
from server.events.creator_profiles import CreatorRecord
from server.events.event_enums import EventType
from server.events.model import Event
from server.events.short_forms import Engagement, ListingInteraction, SessionStart
from server.events.viewer_profiles import ViewerClass, ViewerRecord

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema()._schema


def test_the_printed_schema_is_current() -> None:
    assert (ROOT / "schema.graphql").read_text() == print_schema(), "run `viewpulse export-schema schema.graphql`"


def test_the_module_prints_the_schema() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "resolvers.schema"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert printed.stdout == print_schema()


def test_every_subscription_is_a_query_with_a_revision_to_resume_from_and_a_pause(schema: GraphQLSchema) -> None:
    assert schema.query_type
    assert schema.subscription_type
    assert set(schema.subscription_type.fields) == {name for name, found in ROOT_FIELDS.items() if found.is_live}
    for name, live in schema.subscription_type.fields.items():
        asked = schema.query_type.fields[name]
        arguments = {
            argument: (str(found.type), found.default_value, found.description) for argument, found in live.args.items()
        }
        assert arguments.pop("afterRevision")[0] == "Long"
        assert arguments.pop("every")[0] == "Duration"
        assert arguments == {
            argument: (str(found.type), found.default_value, found.description)
            for argument, found in asked.args.items()
        }
        assert (str(live.type), live.description) == (str(asked.type), asked.description)


def test_what_can_fail_by_itself_is_nullable(schema: GraphQLSchema) -> None:
    """All questions, and what is read when it is selected; see ``resolvers.parts``."""
    roots = [schema.query_type, schema.subscription_type]
    certain = []
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType) or kind is schema.mutation_type:
            continue
        for name, field in kind.fields.items():
            definition = field.extensions.get("strawberry-definition")
            resolver = definition.base_resolver if definition else None
            fails_alone = kind in roots or (resolver is not None and (resolver.is_async or "first" in field.args))
            if fails_alone and is_non_null_type(field.type):
                certain.append(f"{kind.name}.{name}")
    assert certain == [], "make them a part"


def test_a_mutation_has_an_answer_or_fails_whole(schema: GraphQLSchema) -> None:
    assert schema.mutation_type
    assert [name for name, field in schema.mutation_type.fields.items() if not is_non_null_type(field.type)] == []


def test_every_analytics_answer_has_revision_as_of_and_is_final(schema: GraphQLSchema) -> None:
    assert schema.subscription_type
    for name in schema.subscription_type.fields.keys() - {"definitions"}:  # texts, no numbers
        assert schema.query_type
        answer = get_named_type(schema.query_type.fields[name].type)
        assert isinstance(answer, GraphQLObjectType)
        assert [interface.name for interface in answer.interfaces] == ["Analytics"]
        assert {"id", "asOf", "revision", "isFinal", "definition"} <= set(answer.fields)


def test_everything_is_described(schema: GraphQLSchema) -> None:
    silent = []
    for name, found in schema.type_map.items():
        if name.startswith("__"):
            continue
        if not found.description:
            silent.append(name)
        if isinstance(found, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            silent += [f"{name}.{field}" for field, definition in found.fields.items() if not definition.description]
        if isinstance(found, GraphQLObjectType):
            silent += [
                f"{name}.{field}({argument}:)"
                for field, definition in found.fields.items()
                for argument, taken in definition.args.items()
                if not taken.description
            ]
        if isinstance(found, GraphQLEnumType):
            silent += [f"{name}.{value}" for value, definition in found.values.items() if not definition.description]
    assert silent == []


def test_every_event_type_is_described_and_upper_case(schema: GraphQLSchema) -> None:
    kinds = schema.type_map["EventType"]
    assert isinstance(kinds, GraphQLEnumType)
    assert set(kinds.values) == {kind.name for kind in EventType}
    assert all(value.description for value in kinds.values.values())
    assert all(
        value == value.upper()
        for found in schema.type_map.values()
        if isinstance(found, GraphQLEnumType) and not found.name.startswith("__")
        for value in found.values
    )


SCALARS = {str: {"String", "ID"}, float: {"Float"}, int: {"Int"}, bool: {"Boolean"}, dict: {"JSONObject"}}


def shape_of_type(annotation: Any) -> Any:
    """What a decoded field holds: scalar names, an enum, ``[inside]`` of a list, or a struct's shape."""
    while get_origin(annotation) is not None and get_origin(annotation) is not list:
        if get_origin(annotation) is dict:
            return ("JSONObject",)
        annotation = next(found for found in get_args(annotation) if found is not type(None))
    if get_origin(annotation) is list:
        return [shape_of_type(get_args(annotation)[0])]
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return shape_of_struct(annotation)
    names = SCALARS.get(annotation, {"datetime": {"DateTime"}}.get(annotation.__name__, {annotation.__name__}))
    return tuple(sorted(names))


def shape_of_struct(struct: type[msgspec.Struct]) -> dict[str, Any]:
    return {field.encode_name: (field.required, shape_of_type(field.type)) for field in msgspec.structs.fields(struct)}


def assert_same_shape(given: GraphQLInputObjectType, taken: dict[str, Any]) -> None:
    assert set(given.fields) == set(taken), given.name
    for name, field in given.fields.items():
        required, shape = taken[name]
        assert is_required_input_field(field) is required, f"{given.name}.{name}"
        nullable = get_nullable_type(field.type)
        if isinstance(shape, list):
            assert is_list_type(nullable), f"{given.name}.{name}"
            [shape] = shape
        named = get_named_type(field.type)
        if isinstance(shape, dict):
            assert isinstance(named, GraphQLInputObjectType)
            assert_same_shape(named, shape)
        else:
            assert named.name in shape, f"{given.name}.{name}"


@pytest.mark.parametrize(
    ("name", "struct"),
    [
        ("EventInput", Event),
        ("ContextInput", BatchContext),
        ("ContentInput", ContentRecord),
        ("CreatorInput", CreatorRecord),
        ("ViewerInput", ViewerRecord),
        ("ViewerClassInput", ViewerClass),
        ("EngagementInput", Engagement),
        ("InteractionInput", ListingInteraction),
        ("SessionInput", SessionStart),
    ],
)
def test_an_input_carries_field_for_field_what_is_decoded(
    schema: GraphQLSchema, name: str, struct: type[msgspec.Struct]
) -> None:
    given = schema.type_map[name]
    assert isinstance(given, GraphQLInputObjectType)
    assert_same_shape(given, shape_of_struct(struct))


def test_an_opened_session_carries_fields_of_an_event(schema: GraphQLSchema) -> None:
    session, event = schema.type_map["SessionInput"], schema.type_map["EventInput"]
    assert isinstance(session, GraphQLInputObjectType)
    assert isinstance(event, GraphQLInputObjectType)
    for name, field in session.fields.items():
        assert str(field.type) == str(event.fields[name].type)
