"""What the root fields of a mutation track, told from their arguments before the first of them runs.

A mutation that tracks in several fields is limited as a whole: what its first field has stored could not be taken back
if a later one were refused. One field alone is limited where its events are decoded.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from graphql import FieldNode, FragmentDefinitionNode, GraphQLError, GraphQLSchema, OperationType
from graphql.execution.collect_fields import FragmentDetails, collect_fields
from graphql.execution.values import VariableValues, get_argument_values

from resolvers.access import CONSENT, TRACKING
from resolvers.consent_subject import resolve_subject
from resolvers.items import MAX_DECODED
from resolvers.root_fields import RootField
from server import deep_json
from server.errors import ViewpulseError
from server.events.batch_context import ARGUMENT as CONTEXT
from server.events.tracked_part import TrackedPart
from server.transport.documents import Operation
from server.viewer_keys import key_of

_SESSION = "sessionId"
_ANY: msgspec.json.Decoder[object] = msgspec.json.Decoder()


def tracks_beside_others(operation: Operation, root_fields: Mapping[str, RootField]) -> bool:
    """Whether an operation tracks something, and has several root fields; computed once."""
    if "parts" not in operation.compiled:
        named = [root_fields.get(root.node.name.value) for root in operation.roots]
        operation.compiled["parts"] = (
            operation.type is OperationType.MUTATION and len(named) > 1 and any(map(_tracks, named))
        )
    found: bool = operation.compiled["parts"]
    return found


def tracked_parts(
    operation: Operation, schema: GraphQLSchema, root_fields: Mapping[str, RootField], values: VariableValues
) -> list[TrackedPart]:
    """What each root field tracks that will be executed, in their order; nothing for those that track nothing.

    Args:
        operation: A valid mutation.
        schema: A schema made by ``with_undecoded_items``.
        root_fields: Those of the schema by name.
        values: The variables, coerced.
    """
    root = schema.mutation_type
    assert root is not None  # the document is valid
    fragments = {
        node.name.value: FragmentDetails(node)
        for node in operation.document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    collected = collect_fields(schema, fragments, values, root, operation.definition)
    nodes = [details[0].node for details in collected.grouped_field_set.values()]
    return [
        _part(root_fields[node.name.value], node, schema, values)
        for node in nodes
        if _tracks(root_fields.get(node.name.value))
    ]


def _tracks(field: RootField | None) -> bool:
    return field is not None and field.access in (TRACKING, CONSENT)


def _part(field: RootField, node: FieldNode, schema: GraphQLSchema, values: VariableValues) -> TrackedPart:
    assert schema.mutation_type is not None
    try:
        arguments = get_argument_values(schema.mutation_type.fields[field.name], node, values)
    except GraphQLError:
        return TrackedPart(1, is_batch=False, session_ids=frozenset())  # it will fail, and track nothing
    if field.access is CONSENT:
        return TrackedPart(1, is_batch=False, session_ids=frozenset(), consenting=_consenting(arguments))
    items = arguments.get(field.metadata.get("items", ""))
    if not isinstance(items, list):
        return TrackedPart(1, is_batch=False, session_ids=frozenset([_session_in(arguments)]))
    items = items[:MAX_DECODED]
    shared = _plain(arguments.get(CONTEXT))
    common = shared.get(_SESSION) if isinstance(shared, dict) else None
    named = [_session_of(_plain(item), common) for item in items]
    return TrackedPart(len(items), is_batch=True, session_ids=frozenset(named))


def _consenting(arguments: Mapping[str, Any]) -> str | None:
    """Key of the viewer whom ``subject`` names, if it names one as it should."""
    subject = arguments.get("subject")
    try:
        return key_of(*resolve_subject(subject)) if isinstance(subject, Mapping) else None
    except ViewpulseError:
        return None  # it will fail


def _session_in(arguments: Mapping[str, Any]) -> str | None:
    """The session that the arguments of a short form name, by themselves or in an input."""
    return next(_texts(_session_of(_plain(value), None) for value in (arguments, *arguments.values())), None)


def _session_of(item: object, common: object) -> str | None:
    found = item.get(_SESSION, common) if isinstance(item, dict) else None
    return found if isinstance(found, str) else None


def _texts(found: Iterator[str | None]) -> Iterator[str]:
    return (text for text in found if text is not None)


def _plain(value: object) -> object:
    """A value as JSON has it; None for what cannot be decoded."""
    if not isinstance(value, msgspec.Raw):
        return value
    try:
        return deep_json.decode(value, _ANY)
    except (msgspec.DecodeError, UnicodeError):
        return None
