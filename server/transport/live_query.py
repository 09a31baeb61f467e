"""The query that a live subscription executes: the same selection, without what is about delivery only."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    print_ast,
    visit,
)
from graphql.error import located_error

from resolvers.root_fields import DELIVERY
from server.access import Caller
from server.errors import ErrorCode, ViewpulseError
from server.transport.documents import Operation
from server.transport.failures import refuse
from server.transport.moments import Moments, find_moments


@dataclass(frozen=True, slots=True)
class LiveQuery:
    """A subscription, turned into a query.

    Attributes:
        document: The query and the fragments that it uses.
        definition: The query.
        field: The subscription's root field, with all its arguments.
        roots: The nodes of the query that name this field; the selection is the union of their selections.
        fragments: The fragments that the query uses, by name.
        text: The document, printed; equal for documents that differ only in layout.
        variables: Names of the variables that the query uses.
        moments: Where its answers contain the time of reading.
    """

    document: DocumentNode
    definition: OperationDefinitionNode
    field: FieldNode
    roots: tuple[FieldNode, ...]
    fragments: Mapping[str, FragmentDefinitionNode]
    text: str
    variables: frozenset[str]
    moments: Moments

    @property
    def field_name(self) -> str:
        """The root field."""
        return self.field.name.value

    def located(self, error: Exception) -> GraphQLError:
        """An error of the root field, placed as the same error of a query is."""
        return located_error(error, [*self.roots], [(self.field.alias or self.field.name).value])

    def shared(self, values: dict[str, Any], caller: Caller, subject: str, *, public: bool = False) -> Hashable:
        """The key of the shared subscription: equal for subscriptions that must receive equal bytes.

        Args:
            values: The variables.
            caller: The subscriber.
            subject: The subject that it follows.
            public: Whether everyone who may see it sees the same.
        """
        used = {name: value for name, value in values.items() if name in self.variables}
        link = caller.link.link_id if caller.link else None
        sees = None if public else (caller.role, None if caller.is_admin else caller.user_id, link)
        return self.text, msgspec.json.encode(used, order="deterministic"), caller.project_id, sees, subject


def live_query_of(operation: Operation) -> LiveQuery:
    """Turns a valid subscription into its query; computed once per operation.

    Raises:
        OperationRefused: It is not a subscription, or its root has directives.
    """
    if operation.type is not OperationType.SUBSCRIPTION:
        raise refuse(
            ViewpulseError(
                ErrorCode.BAD_INPUT,
                f"This operation is a {operation.type.value}; only subscriptions can be subscribed to.",
            )
        )
    if "live" not in operation.compiled:
        operation.compiled["live"] = _turn(operation)
    query: LiveQuery = operation.compiled["live"]
    return query


def _turn(operation: Operation) -> LiveQuery:
    fragments = {
        node.name.value: node for node in operation.document.definitions if isinstance(node, FragmentDefinitionNode)
    }
    roots = list(_root_fields(operation.definition.selection_set, fragments))
    queried = tuple(_without_delivery(root) for root in roots)
    selection = SelectionSetNode(selections=queried)
    used_fragments, used_variables = _reachable(selection, fragments)
    definition = OperationDefinitionNode(
        operation=OperationType.QUERY,
        name=operation.definition.name,
        variable_definitions=tuple(
            node
            for node in operation.definition.variable_definitions or ()
            if node.variable.name.value in used_variables
        ),
        directives=(),
        selection_set=selection,
    )
    document = DocumentNode(definitions=(definition, *used_fragments))
    used = {fragment.name.value: fragment for fragment in used_fragments}
    return LiveQuery(
        document,
        definition,
        field=roots[0],
        roots=queried,
        fragments=used,
        text=print_ast(document),
        variables=frozenset(used_variables),
        moments=find_moments(queried, used),
    )


def _root_fields(selection_set: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> Iterator[FieldNode]:
    """The nodes of the one root field, with fragments expanded: these are on Subscription, but the query is not."""
    for node in selection_set.selections:
        if node.directives:
            raise refuse(
                ViewpulseError(
                    ErrorCode.BAD_INPUT,
                    "The root field of a subscription cannot have directives; put them on its selection.",
                )
            )
        if isinstance(node, FieldNode):
            yield node
        else:
            yield from _root_fields(_selection_of(node, fragments), fragments)


def _selection_of(node: SelectionNode, fragments: dict[str, FragmentDefinitionNode]) -> SelectionSetNode:
    if isinstance(node, FragmentSpreadNode):
        return fragments[node.name.value].selection_set
    assert isinstance(node, InlineFragmentNode)
    return node.selection_set


def _without_delivery(node: FieldNode) -> FieldNode:
    kept = tuple(argument for argument in node.arguments or () if argument.name.value not in DELIVERY)
    return FieldNode(
        alias=node.alias,
        name=node.name,
        arguments=kept,
        directives=(),
        selection_set=node.selection_set,
        loc=node.loc,  # errors name the place in the document of the subscription
    )


def _reachable(
    selection: Node, fragments: dict[str, FragmentDefinitionNode]
) -> tuple[list[FragmentDefinitionNode], set[str]]:
    """The fragments and the variables that a selection uses, directly or through fragments."""
    found: dict[str, FragmentDefinitionNode] = {}
    variables: set[str] = set()

    class Collector(Visitor):
        def enter_variable(self, node: VariableNode, *_: Any) -> None:
            variables.add(node.name.value)

        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
            name = node.name.value
            if name not in found:
                found[name] = fragments[name]
                visit(fragments[name], self)

    visit(selection, Collector())
    return list(found.values()), variables
