"""Writes the folder ``documents``: a module for each question, with the types of its variables and its answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    parse,
    type_from_ast,
)

from generator.schema_types import HEAD, input_name, leaf_name, optional, output_name, typed_dict
from generator.tracking import snake

LIVE = "Live"
ROOT = "Data"
IMPORTS = """
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

{inputs}"""


@dataclass
class Module:
    """One module under construction.

    Attributes:
        schema: The server's.
        prefix: What the names of its types begin with.
        classes: The text of each class, by name.
        names: The class of each set of fields: equal ones share it.
        used: Names that come from ``inputs``.
    """

    schema: GraphQLSchema
    prefix: str
    classes: dict[str, str] = field(default_factory=dict)
    names: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def leaf(self, kind: GraphQLNamedType) -> str:
        """A scalar, or an enum, which is noted."""
        name = leaf_name(kind)
        if name == kind.name:
            self.used.add(name)
        return name

    def shape(
        self, parent: GraphQLNamedType, selections: Sequence[SelectionSetNode], name: str, document: "_Document"
    ) -> str:
        """The name of the class for what is selected; a union of them, if it depends on the type of the object."""
        if isinstance(parent, GraphQLObjectType):
            return self._object(parent, selections, name, document)
        assert is_abstract_type(parent)
        kinds = [
            self._object(kind, selections, f"{name}{kind.name}", document)
            for kind in self.schema.get_possible_types(parent)
        ]
        several = list(dict.fromkeys(kinds))
        return several[0] if len(several) == 1 else f"Union[{', '.join(several)}]"

    def _object(
        self, parent: GraphQLObjectType, selections: Sequence[SelectionSetNode], name: str, document: "_Document"
    ) -> str:
        found: dict[str, list[FieldNode]] = {}
        for selection in selections:
            for node in document.fields_of(selection, parent, self.schema):
                found.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        fields = []
        for key, nodes in found.items():
            if nodes[0].name.value == "__typename":
                fields.append((key, f'Literal["{parent.name}"]'))
                continue
            kind = parent.fields[nodes[0].name.value].type
            inner = get_named_type(kind)
            if is_leaf_type(inner):
                named = self.leaf(inner)
            else:
                assert is_composite_type(inner)
                below = [node.selection_set for node in nodes if node.selection_set]
                named = self.shape(inner, below, self._below(name, key, is_only=len(found) == 1), document)
            fields.append((key, output_name(kind, named)))
        return self.class_of(tuple(fields), name)

    def _below(self, name: str, key: str, *, is_only: bool) -> str:
        """The name of a part: the question and the way to it, but for the field that everything is in."""
        if name == f"{self.prefix}{ROOT}":
            name, key = self.prefix, "answer" if is_only else key
        return f"{name.removesuffix('Answer')}{key[0].upper()}{key[1:]}"

    def class_of(self, fields: tuple[tuple[str, str], ...], name: str) -> str:
        """The class with these fields; a new one, unless there is one."""
        if fields not in self.names:
            self.names[fields] = name
            self.classes[name] = typed_dict(name, [(key, kind, None) for key, kind in fields], None)
        return self.names[fields]


class _Document:
    """A document with one operation."""

    def __init__(self, text: str) -> None:
        self.text = text
        node: DocumentNode = parse(text)
        [self.operation] = [each for each in node.definitions if isinstance(each, OperationDefinitionNode)]
        self._fragments = {
            each.name.value: each for each in node.definitions if isinstance(each, FragmentDefinitionNode)
        }
        assert self.operation.name
        self.name = self.operation.name.value
        self.about = " ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith("#"))

    def fields_of(
        self, selection: SelectionSetNode, parent: GraphQLObjectType, schema: GraphQLSchema
    ) -> Iterator[FieldNode]:
        for node in selection.selections:
            assert not [each for each in node.directives or () if each.name.value in {"include", "skip"}]
            if isinstance(node, FieldNode):
                yield node
                continue
            assert isinstance(node, FragmentSpreadNode | InlineFragmentNode)
            part = self._fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            on = schema.type_map[part.type_condition.name.value] if part.type_condition else parent
            if on is parent or (is_abstract_type(on) and schema.is_sub_type(on, parent)):
                yield from self.fields_of(part.selection_set, parent, schema)


def document_modules(schema: GraphQLSchema, texts: Iterable[str]) -> dict[str, str]:
    """The text of each module by its name: a question, and its subscription if it has one."""
    modules: dict[str, list[_Document]] = {}
    for document in map(_Document, texts):
        modules.setdefault(snake(document.name.removesuffix(LIVE)), []).append(document)
    return {name: _module(schema, documents) for name, documents in modules.items()}


def _module(schema: GraphQLSchema, documents: Sequence[_Document]) -> str:
    module = Module(schema, documents[0].name.removesuffix(LIVE))
    made = [_constant(module, document) for document in documents]
    names = "".join(f"        {name},\n" for name in sorted(module.used))
    inputs = f"    from viewpulse_client.inputs import (\n{names}    )\n" if names else ""
    head = HEAD.format(about=documents[0].about or f"{module.prefix}.") + IMPORTS.format(inputs=inputs)
    return "\n\n".join(part.strip("\n") + "\n" for part in [head, *module.classes.values(), *made])


def _constant(module: Module, document: _Document) -> str:
    operation = document.operation
    root = module.schema.get_root_type(operation.operation)
    assert root
    fields = []
    for node in operation.variable_definitions or ():
        kind = type_from_ast(module.schema, node.type)
        assert kind
        inner = get_named_type(kind)
        module.leaf(inner)
        sent = input_name(kind)  # type: ignore[arg-type]  # a variable's type is one of inputs
        must = sent.endswith(" | None") is False and node.default_value is None
        fields.append((node.variable.name.value, sent if must else optional(sent), None))
    variables = "None"
    if fields:
        variables = f"{document.name}Variables"
        module.classes[variables] = typed_dict(variables, fields, None)
    [first] = [each for each in operation.selection_set.selections if isinstance(each, FieldNode)][:1]
    data = module.shape(root, [operation.selection_set], f"{module.prefix}{ROOT}", document)
    is_live = operation.operation is OperationType.SUBSCRIPTION
    kind_of = "LiveDocument" if is_live else "Document"
    key = (first.alias or first.name).value
    about = "An answer, and another one whenever it has changed." if is_live else "The question."
    return (
        f"{document.name}: {kind_of}[{variables}, {data}] = {kind_of}(\n"
        f'    "{document.name}",\n    "{key}",\n    """\\\n{document.text}""",\n)\n"""{about}"""\n'
    )


def input_kinds(schema: GraphQLSchema, texts: Iterable[str]) -> list[GraphQLNamedType]:
    """The types of all variables, and all enums: answers have them, too."""
    kinds = []
    for text in texts:
        for node in _Document(text).operation.variable_definitions or ():
            kind = type_from_ast(schema, node.type)
            assert kind
            kinds.append(get_named_type(kind))
    return kinds


def write(folder: Path, modules: dict[str, str]) -> None:
    """Writes modules, and deletes those that are of no document."""
    folder.mkdir(exist_ok=True)
    wanted = {f"{name}.py": text for name, text in modules.items()}
    for file in folder.glob("*.py"):
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")
