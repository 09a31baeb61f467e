"""A root field declares its access once: its query and its subscription admit the same viewers, to the same target."""

import importlib
import pkgutil
from datetime import timedelta
from typing import Annotated, Any

import pytest
import strawberry
from graphql import get_named_type
from strawberry.tools import create_type

import resolvers
from resolvers.access import Access
from resolvers.context import Context, Info, Services
from resolvers.field_metadata import FieldMetadata, metadata_of
from resolvers.root_fields import RootField, delivery_of, query_field
from resolvers.schema import ROOT_FIELDS, build_schema
from server.access import Caller, Role
from server.errors import ErrorCode, ViewpulseError
from server.live.operation import Delivery
from server.settings import Settings

ADMIN, USER, NOBODY = Caller(user_id="a", role=Role.ADMIN), Caller(user_id="u", role=Role.USER), Caller()
SERVICES = Services(settings=Settings(), pool=None, ingest=None, contents=None)  # type: ignore[arg-type]


async def authorize(
    context: Context,
    thing_id: Annotated[strawberry.ID, strawberry.argument(description="The thing.")],
    of_kind: Annotated[str | None, strawberry.argument(description="Its kind.")] = "any",
) -> str:
    if thing_id != "free":
        context.caller.require_admin()
    return f"{of_kind}.{thing_id}"


@query_field(
    Access(Caller.require_user, authorize, lambda project_id, target: f"thing:{project_id}:{target}"), "A thing."
)
async def some_thing(info: Info, first: int, target: str, *, last: int = 2) -> str:
    return f"{info.context.caller.user_id} {first} {target} {last}"


SCHEMA = strawberry.Schema(create_type("Query", [some_thing.field()]))


def test_the_arguments_of_the_rule_stand_where_the_target_does() -> None:
    [field] = SCHEMA._schema.query_type.fields.values()  # type: ignore[union-attr]
    assert {name: str(argument.type) for name, argument in field.args.items()} == {
        "first": "Int!",
        "thingId": "ID!",
        "ofKind": "String",
        "last": "Int!",
    }
    assert list(field.args) == ["first", "thingId", "ofKind", "last"]


@pytest.mark.parametrize(
    ("caller", "arguments", "outcome"),
    [
        (ADMIN, {"thingId": "t"}, "any.t"),
        (ADMIN, {"thingId": "t", "ofKind": None}, "None.t"),
        (USER, {"thingId": "free", "ofKind": "k"}, "k.free"),
        (USER, {"thingId": "t"}, ErrorCode.FORBIDDEN),
        (NOBODY, {"thingId": "free"}, ErrorCode.UNAUTHENTICATED),
    ],
)
async def test_a_query_and_a_subscription_ask_the_same_rule(
    caller: Caller, arguments: dict[str, Any], outcome: str
) -> None:
    context = Context(caller, SERVICES)
    document = "query ($thingId: ID!, $ofKind: String) { someThing(first: 1, thingId: $thingId, ofKind: $ofKind) }"
    result = await SCHEMA.execute(document, arguments, context_value=context)
    subject = some_thing.subject(context, {"first": 1, **arguments})
    if result.errors is None:
        assert result.data == {"someThing": f"{caller.user_id} 1 {outcome} 2"}
        assert await subject == f"thing:1:{outcome}"
    else:
        with pytest.raises(ViewpulseError) as caught:
            await subject
        [refusal] = result.errors
        assert isinstance(refusal.original_error, ViewpulseError)
        assert (refusal.original_error.code, caught.value.code) == (outcome, outcome)


def test_every_question_and_mutation_is_in_the_schema() -> None:
    modules = [importlib.import_module(found.name) for found in pkgutil.walk_packages(resolvers.__path__, "resolvers.")]
    written = {id(one): one for module in modules for one in vars(module).values() if isinstance(one, RootField)}
    assert sorted(one.name for one in written.values()) == sorted(ROOT_FIELDS)


def test_every_batch_says_which_argument_has_the_items_of_its_results() -> None:
    schema = build_schema()._schema
    assert schema.mutation_type
    batches = {
        name: field
        for name, field in schema.mutation_type.fields.items()
        if "BatchPayload" in {kind.name for kind in getattr(get_named_type(field.type), "interfaces", ())}
    }
    assert {"trackEvent", "trackEvents", "upsertContents", "classifyViewers"} <= set(batches)
    for name, field in batches.items():
        assert metadata_of(field).get("items") in field.args, name


def test_a_subscription_rests_as_long_as_it_says_or_as_its_field_says() -> None:
    slow = FieldMetadata(every=10.0)
    assert delivery_of({}, FieldMetadata()) == Delivery(None, 0.0)
    assert delivery_of({"afterRevision": 7}, slow) == Delivery(7, 10.0)
    assert delivery_of({"every": timedelta(seconds=2)}, slow) == Delivery(None, 2.0)
    assert ROOT_FIELDS["funnel"].metadata["every"] == ROOT_FIELDS["eventDashboard"].metadata["every"] == 10.0
