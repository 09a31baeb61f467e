"""Translates msgspec's validation errors into messages for developers, in the terms of JSON and GraphQL."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec
from msgspec import inspect

MAX_ECHO = 200
"""Maximum number of characters of the input that a message repeats."""
FORM = "form"
"""Key of ``msgspec.Meta.extra``: the form of a text, to follow "must be"."""

_FEW = 12  # words that fit into a sentence
_MAX_GUESS_LENGTH = 64
_NEAR = 0.7
_TIME = "a time with its offset from UTC, such as 2026-03-01T12:00:00Z"
_WANTED = {
    "str": "a string",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "datetime": _TIME,
}
_GOT = {
    "str": "a string",
    "int": "a number",
    "float": "a number with decimals",
    "bool": "a boolean",
    "array": "a list",
    "object": "an object",
    "datetime": "a time",
}
_WRONG_TYPE = re.compile(r"Expected `([^`]*)`, got `([^`]*)`")
_LENGTH = re.compile(r"Expected `(str|array)` of length (<=|>=) (\d+)")
_BOUND = re.compile(r"Expected `(?:int|float)` (<=|>=) (\S+)")
_PATTERN = re.compile(r"Expected `str` matching regex .*", re.DOTALL)
_NO_WORD = re.compile(r"Invalid enum value (.*)", re.DOTALL)
_NO_TIME = re.compile(r"Invalid RFC3339 encoded datetime|Expected `datetime` with a timezone component")
_TOO_FAR = re.compile(r"(?:Number|Integer value) out of range")
_MISSING = re.compile(r"Object missing required field `(.*)`", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)

Step = str | int


def sentence(fact: str, shape: type[msgspec.Struct], steps: Sequence[Step], within: Sequence[Step] = ()) -> str:
    """One or two sentences on what is wrong.

    Args:
        fact: The message of msgspec, without the path.
        shape: The type that was decoded.
        steps: The path, from the decoded part.
        within: The path of the decoded part in the item.
    """
    name = _dotted((*within, *steps))
    kind = _kind_at(shape, steps)
    if found := _MISSING.fullmatch(fact):
        return f"`{_dotted((*within, *steps, found[1]))}` is missing."
    if found := _UNKNOWN.fullmatch(fact):
        return _no_such_field(found[1], name, kind)
    subject = f"`{name}`" if name else "An item"
    if found := _NO_WORD.fullmatch(fact):
        return f"{subject} can't be {found[1][:MAX_ECHO]}.{_other_words(found[1], kind)}"
    demand = _demand(fact, kind)
    return f"{subject} must {demand}." if demand else f"{subject}: {fact[:MAX_ECHO]}."


def did_you_mean(word: str, spellings: Mapping[str, str], within: str = "") -> str:
    """A suggestion to append to a message, with a leading space; empty when no name is similar.

    Args:
        word: The name as sent.
        spellings: Names by their lower-case spelling, as returned by ``spellings_of``.
        within: Prefix of the suggested name.
    """
    lower = word.lower()
    meant = spellings.get(lower)
    if meant is None and 0 < len(word) <= _MAX_GUESS_LENGTH:
        # Only those with the same first letter: it is seldom the wrong one, and all of them would take a while.
        likely = [one for one, name in spellings.items() if one[0] == lower[0] and one == name.lower()]
        near = difflib.get_close_matches(lower, likely, n=1, cutoff=_NEAR)
        meant = spellings[near[0]] if near else None
    return "" if meant is None else f" Did you mean {within + meant!r}?"


@cache
def spellings_of(shape: type[msgspec.Struct]) -> Mapping[str, str]:
    """The dotted fields of a struct and its inner structs, by lower-case spelling; inner ones also by own name."""
    own: dict[str, str] = {}
    inner: dict[str, str] = {}
    for field in msgspec.structs.fields(shape):
        own[field.encode_name.lower()] = field.encode_name
        for kind in alternatives(inspect.type_info(field.type)):
            if isinstance(kind, inspect.StructType):
                for spelling, name in spellings_of(kind.cls).items():
                    dotted = f"{field.encode_name}.{name}"
                    own[dotted.lower()] = dotted
                    inner[spelling] = dotted
    return inner | own


def _dotted(path: Sequence[Step]) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step[:MAX_ECHO]}" for step in path)
    return text.removeprefix(".")


def _kind_at(shape: type[msgspec.Struct], steps: Sequence[Step]) -> inspect.Type | None:
    """The declared type at a path."""
    kind: inspect.Type | None = _type_info(shape)
    for step in steps:
        kind = next((inner for one in alternatives(kind) if (inner := _inside(one, step)) is not None), None)
    return kind


_type_info = cache(inspect.type_info)


def _inside(kind: inspect.Type, step: Step) -> inspect.Type | None:
    if isinstance(kind, inspect.StructType):
        return next((field.type for field in kind.fields if field.encode_name == step), None)
    return kind.item_type if isinstance(kind, inspect.ListType) else None


def alternatives(kind: inspect.Type | None) -> Iterator[inspect.Type]:
    """The types of a union, without annotations."""
    if isinstance(kind, inspect.Metadata):
        yield from alternatives(kind.type)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from alternatives(one)
    elif kind is not None:
        yield kind


def _form(kind: inspect.Type | None) -> str | None:
    """The declared form of a text, if there is one."""
    if isinstance(kind, inspect.UnionType):
        return next(filter(None, map(_form, kind.types)), None)
    if not isinstance(kind, inspect.Metadata):
        return None
    form: str | None = (kind.extra or {}).get(FORM)
    return form or _form(kind.type)


def _words(kind: inspect.Type | None) -> inspect.EnumType | None:
    return next((one for one in alternatives(kind) if isinstance(one, inspect.EnumType)), None)


def _no_such_field(field: str, name: str, kind: inspect.Type | None) -> str:
    prefix = f"{name}." if name else ""
    struct = next((one for one in alternatives(kind) if isinstance(one, inspect.StructType)), None)
    spellings = spellings_of(struct.cls) if struct else {}
    hint = did_you_mean(field, spellings, prefix)
    if not hint and not name and "properties" in spellings:
        hint = " Put fields of your own into `properties`."
    return f"There is no field `{prefix}{field[:MAX_ECHO]}`.{hint}"


def _other_words(written: str, kind: inspect.Type | None) -> str:
    words = _words(kind)
    if words is None:
        return ""
    known = [str(word.value) for word in words.cls]
    if len(known) <= _FEW:
        return f" It must be one of {', '.join(known[:-1])} and {known[-1]}."
    hint = did_you_mean(written[1:-1], {word.lower(): word for word in known})
    return hint or f" The enum {words.cls.__name__} lists its values."


def _demand(fact: str, kind: inspect.Type | None) -> str | None:
    """What the value must be, to follow "must"."""
    if found := _WRONG_TYPE.fullmatch(fact):
        words = _words(kind)
        names = [one for one in found[1].split(" | ") if one != "null"]
        wanted = f"be a value of the enum {words.cls.__name__}" if words else f"be {_either(names)}"
        return f"{wanted}; {_GOT.get(found[2], found[2])} was sent"
    if found := _BOUND.fullmatch(fact):
        return f"be {'at most' if found[1] == '<=' else 'at least'} {found[2].removesuffix('.0')}"
    if _NO_TIME.fullmatch(fact):
        return f"be {_TIME}"
    if _TOO_FAR.fullmatch(fact):
        return "be a smaller number"
    found = _LENGTH.fullmatch(fact)
    if (found or _PATTERN.fullmatch(fact)) and (form := _form(kind)):
        return f"be {form}"
    return _length(*found.groups()) if found else None


def _either(names: Sequence[str]) -> str:
    return " or ".join(_WANTED.get(name, name) for name in names)


def _length(kind: str, side: str, bound: str) -> str:
    if side == ">=" and bound == "1":
        return "not be empty"
    return f"have at {'most' if side == '<=' else 'least'} {bound} {'characters' if kind == 'str' else 'elements'}"
