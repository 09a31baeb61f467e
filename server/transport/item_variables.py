"""Variables that occur only inside items: ``trackEvents(events: [{type: LIKE, contentId: $id}])``."""

from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    NamedTypeNode,
    NameNode,
    Node,
    OperationDefinitionNode,
    OperationType,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    get_named_type,
    type_from_ast,
    visit,
)

from server.transport.item_types import PART_OF_ITEM, ItemType
from server.transport.root_fields import root_fields


def with_free_parts(
    schema: GraphQLSchema, document: DocumentNode, definition: OperationDefinitionNode
) -> tuple[DocumentNode, OperationDefinitionNode]:
    """A valid operation and its document, in which such variables accept anything: the items are validated later.

    Args:
        schema: A schema made by ``with_undecoded_items``.
        document: The document.
        definition: The operation.
    """
    free = _only_inside(schema, document, definition)
    if not free:
        return document, definition
    freed = OperationDefinitionNode(
        operation=definition.operation,
        name=definition.name,
        variable_definitions=tuple(
            _freed(node) if node.variable.name.value in free else node for node in definition.variable_definitions or ()
        ),
        directives=definition.directives,
        selection_set=definition.selection_set,
        loc=definition.loc,
    )
    definitions = tuple(freed if node is definition else node for node in document.definitions)
    return DocumentNode(definitions=definitions, loc=document.loc), freed


def _freed(node: VariableDefinitionNode) -> VariableDefinitionNode:
    anything = NamedTypeNode(name=NameNode(value=PART_OF_ITEM))
    return VariableDefinitionNode(
        variable=node.variable, type=anything, default_value=node.default_value, directives=(), loc=node.loc
    )


def _only_inside(schema: GraphQLSchema, document: DocumentNode, definition: OperationDefinitionNode) -> set[str]:
    if definition.operation is not OperationType.MUTATION or schema.mutation_type is None:
        return set()
    fields = schema.mutation_type.fields
    inside: list[VariableNode] = []
    for root in root_fields(document, definition):
        taken = fields[root.node.name.value].args if root.node.name.value in fields else {}
        for argument in root.node.arguments or ():
            if isinstance(get_named_type(taken[argument.name.value].type), ItemType):
                inside += _variables(argument.value, {})
    if not inside:
        return set()
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    known = {id(node) for node in inside}
    outside = {node.name.value for node in _variables(definition.selection_set, fragments) if id(node) not in known}
    items = {
        node.variable.name.value
        for node in definition.variable_definitions or ()
        if isinstance(get_named_type(type_from_ast(schema, node.type)), ItemType)
    }
    return {node.name.value for node in inside} - outside - items


def _variables(node: Node, fragments: dict[str, FragmentDefinitionNode]) -> list[VariableNode]:
    """The variables in a node, and in the fragments that it spreads."""
    found: list[VariableNode] = []
    seen: set[str] = set()

    class Collector(Visitor):
        def enter_variable(self, variable: VariableNode, *_: Any) -> None:
            found.append(variable)

        def enter_fragment_spread(self, spread: FragmentSpreadNode, *_: Any) -> None:
            name = spread.name.value
            if name in fragments and name not in seen:
                seen.add(name)
                visit(fragments[name], self)

    visit(node, Collector())
    return found
