"""Prints the TypeScript types of events from the catalogue: which fields each type requires and allows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import inspect

from server.events.catalogue import CATALOGUE, SUBJECT_FIELDS, WIRE_NAMES, Entry, Properties

_MADE_BY_THE_TRACKER = ("type", "id", "session_id", "age", "consent")
_COMMON = tuple(
    name for name in WIRE_NAMES if name not in SUBJECT_FIELDS and name not in (*_MADE_BY_THE_TRACKER, "properties")
)
_SCALARS = {inspect.StrType: "string", inspect.FloatType: "number", inspect.IntType: "number"}

_HEAD = """\
// Written by `python -m server.events.vocabulary_types` from the catalogue of the server; do not edit.

import type {{ EventInput, EventType }} from "./schema.ts";

type Common = Pick<EventInput, {common}>;
type Free = Record<string, unknown>;
type Of<
  Types extends EventType,
  Required extends keyof EventInput,
  Allowed extends keyof EventInput,
  Properties = Pick<EventInput, "properties">,
> = {{ type: Types }} & {{ [Field in Required]: NonNullable<EventInput[Field]> }} & Pick<EventInput, Allowed> &
  Common &
  Properties;

/** An event as the app knows it: what its type requires, and what it allows. Id, session and time are added. */
export type TrackedEvent =
"""


def vocabulary_types() -> str:
    """The whole module, as TypeScript."""
    alike: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in CATALOGUE.values():
        alike[_rest_of(entry)].append(entry)
    lines = [f"  | Of<{_union(entry.type for entry in entries)}, {', '.join(rest)}>" for rest, entries in alike.items()]
    return _HEAD.format(common=_names(_COMMON)) + "\n".join(lines) + ";\n"


def _rest_of(entry: Entry) -> tuple[str, ...]:
    """What is said of an entry besides its name."""
    has_shape = entry.properties is not None
    requires = [name for name in entry.requires if name not in _MADE_BY_THE_TRACKER]
    allows = [name for name in entry.allows if name not in requires]
    shape: tuple[str, ...] = ()
    if entry.properties is not None:
        mark = "" if "properties" in requires else "?"
        shape = (f"{{ properties{mark}: {{ {'; '.join(_shape(entry.properties))} }} & Free }}",)
    return (_names(name for name in requires if not (has_shape and name == "properties")), _names(allows), *shape)


def _shape(properties: Properties) -> Iterator[str]:
    shape = inspect.type_info(properties)
    assert isinstance(shape, inspect.StructType)
    for field in shape.fields:
        kinds = list(dict.fromkeys(_kinds(field.type)))
        yield f"{field.encode_name}{'' if field.required else '?'}: {' | '.join(kinds)}"


def _kinds(kind: inspect.Type) -> Iterator[str]:
    if isinstance(kind, inspect.Metadata):
        yield from _kinds(kind.type)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _kinds(one)
    elif isinstance(kind, inspect.ListType):
        yield f"readonly {' | '.join(_kinds(kind.item_type))}[]"
    elif isinstance(kind, inspect.NoneType):
        yield from ("null", "undefined")
    else:
        yield _SCALARS[type(kind)]


def _names(names: Iterable[str]) -> str:
    return _union(WIRE_NAMES[name] for name in names)


def _union(names: Iterable[str]) -> str:
    return " | ".join(f'"{name}"' for name in names) or "never"


if __name__ == "__main__":
    print(vocabulary_types(), end="")  # noqa: T201 - that is its job
