"""Where an invalid value is: its place in the document, and its path, which ``extensions.field`` names."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from graphql import (
    BREAK,
    SKIP,
    ArgumentNode,
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLInputType,
    ListValueNode,
    Node,
    ObjectFieldNode,
    ObjectValueNode,
    ValueNode,
    ValuesOfCorrectTypeRule,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    VisitorAction,
    visit,
)
from graphql.utilities.validate_input_value import validate_input_literal

Step: TypeAlias = str | int
MAX_ECHO = 200
"""Maximum number of characters of a name from the input that a path repeats."""
_NAMED = re.compile(
    r"Argument '[^']*\((\w+):\)' of type '[^']*' is required"
    r"|Expected value of type '[^']*' (?:to include required|not to include unknown) field '(.*?)'(?:, found|\. Did)",
    re.DOTALL,
)
"""graphql-core names an argument or a field that is missing, or that does not exist, only in its message."""


class LocatedValuesRule(ValuesOfCorrectTypeRule):
    """The rule of GraphQL; errors of our own scalars have locations, too."""

    def is_valid_value_node(self, node: ValueNode, input_type: GraphQLInputType | None) -> VisitorAction:
        """Checks a whole value."""

        def report(error: GraphQLError, path: list[Step]) -> None:
            # graphql-core blames copies of objects and lists, which are nowhere in the document
            has_place = error.nodes and error.nodes[0].loc
            self.report_error(error if has_place else GraphQLError(error.message, _value_at(node, path)))

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


def blamed_path(document: DocumentNode, error: GraphQLError) -> list[Step]:
    """The path of the argument, or of its part, that an error of a document blames; empty if it blames none.

    Args:
        document: The document.
        error: The error, with its nodes.
    """
    if not error.nodes:
        return []
    is_of_variable = isinstance(error.nodes[0], VariableDefinitionNode)
    place = error.nodes[-1 if is_of_variable else 0]  # of a variable, where it is used
    path = argument_path(document, place)
    return path if isinstance(place, ObjectFieldNode) else [*path, *named_in(error.message)]


def named_in(message: str) -> list[Step]:
    """The argument or field that is missing, or does not exist, by a message of graphql-core; empty for any other."""
    found = _NAMED.match(message)
    return [(found[1] or found[2])[:MAX_ECHO]] if found else []


def argument_path(document: DocumentNode, place: Node) -> list[Step]:
    """The path of a node, such as ``["range", "between", "start"]``; empty if it is part of no argument.

    Of the definition of a variable it is that of the argument to which the variable is given.

    Args:
        document: The document that has the node.
        place: The node.
    """
    for definition in document.definitions:
        if (found := _find(document, definition, lambda node, _: node is place)) is not None:
            return found
    return []


def variable_path(document: DocumentNode, operation: DefinitionNode, name: str) -> list[Step]:
    """The path of the first argument, or of the first part of one, to which a variable is given; empty if none is.

    Args:
        document: The document, for its fragments.
        operation: The operation of the variable.
        name: The variable.
    """

    def is_it(node: Node, parent: Any) -> bool:
        if isinstance(parent, VariableDefinitionNode):
            return False
        return isinstance(node, VariableNode) and node.name.value == name

    fragments = (part for part in document.definitions if isinstance(part, FragmentDefinitionNode))
    return next((found for part in (operation, *fragments) if (found := _find(document, part, is_it))), [])


def _find(document: DocumentNode, definition: DefinitionNode, is_it: Callable[[Node, Any], bool]) -> list[Step] | None:
    """The path of the first node in a definition that is searched for; None if there is none."""
    found: list[Step] | None = None

    class Finder(Visitor):
        def enter(self, node: Node, _key: Any, parent: Any, path: Sequence[Step], *_: Any) -> VisitorAction:
            nonlocal found
            if not is_it(node, parent):
                return None
            found = list(_steps(document, definition, path))
            return BREAK

    visit(definition, Finder())
    return found


def _steps(document: DocumentNode, definition: DefinitionNode, path: Sequence[Step]) -> Iterator[Step]:
    node: Any = definition
    before: Step = ""
    for key in path:
        node = node[key] if isinstance(key, int) else getattr(node, key)
        if isinstance(node, ArgumentNode | ObjectFieldNode):
            yield node.name.value
        elif isinstance(node, VariableDefinitionNode):
            yield from variable_path(document, definition, node.variable.name.value)
        elif isinstance(key, int) and before == "values":
            yield key
        before = key
