"""Where an invalid literal is: its place in the document, and its path, which ``extensions.field`` names."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from graphql import (
    BREAK,
    SKIP,
    ArgumentNode,
    DocumentNode,
    GraphQLError,
    GraphQLInputType,
    ListValueNode,
    Node,
    ObjectFieldNode,
    ObjectValueNode,
    ValueNode,
    ValuesOfCorrectTypeRule,
    VariableDefinitionNode,
    Visitor,
    VisitorAction,
    visit,
)
from graphql.utilities.validate_input_value import validate_input_literal

Step: TypeAlias = str | int


class LocatedValuesRule(ValuesOfCorrectTypeRule):
    """The rule of GraphQL; errors of our own scalars have locations, too."""

    def is_valid_value_node(self, node: ValueNode, input_type: GraphQLInputType | None) -> VisitorAction:
        """Checks a whole value."""

        def report(error: GraphQLError, path: list[Step]) -> None:
            self.report_error(error if error.nodes else GraphQLError(error.message, _value_at(node, path)))

        if input_type:
            validate_input_literal(node, input_type, report, hide_suggestions=self.context.hide_suggestions)
        return SKIP


def _value_at(node: ValueNode, path: Sequence[Step]) -> ValueNode:
    for step in path:
        if isinstance(node, ObjectValueNode):
            node = next(field.value for field in node.fields if field.name.value == step)
        elif isinstance(node, ListValueNode) and isinstance(step, int):
            node = node.values[step]
    return node


def argument_path(document: DocumentNode, place: Node) -> list[Step]:
    """The path of a node, such as ``["range", "between", "start"]``; empty if it is part of no argument.

    The path of a variable's default begins with the variable.

    Args:
        document: The document that has the node.
        place: The node.
    """
    found: list[Step] = []

    class Finder(Visitor):
        def enter(self, node: Node, _key: Any, _parent: Any, path: Sequence[Step], *_: Any) -> VisitorAction:
            if node is not place:
                return None
            found.extend(_steps(document, path))
            return BREAK

    visit(document, Finder())
    return found


def _steps(document: DocumentNode, path: Sequence[Step]) -> Iterator[Step]:
    node: Any = document
    before: Step = ""
    for key in path:
        node = node[key] if isinstance(key, int) else getattr(node, key)
        if isinstance(node, ArgumentNode | ObjectFieldNode):
            yield node.name.value
        elif isinstance(node, VariableDefinitionNode):
            yield node.variable.name.value
        elif isinstance(key, int) and before == "values":
            yield key
        before = key
