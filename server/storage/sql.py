"""SQL that lives in files."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from server.storage.sql_templates import fill_in
from server.storage.statement import Statement

_ORDER = re.compile(r"^\d+_")
"""Prefix of file names in folders whose statements run in the order of their files."""
_INCLUDE = re.compile(r"\{include: (\w+)\}")
_HEADING = re.compile(r"\A(?:--[^\n]*\n)*")


@cache
def load_sql(module: str, name: str, **texts: str) -> Statement:
    """The statement NAME: ``NAME.sql`` or ``NN_NAME.sql`` in the folder ``sql`` next to a module.

    Args:
        module: The module's ``__name__``.
        name: The statement's name, which is unique in a folder ``sql`` and its subfolders.
        texts: What its placeholders stand for; of our own code, a few at most.

    Raises:
        LookupError: There is no such statement, or it has other placeholders.
    """
    return Statement(fill_in(read_sql(module, name), texts))


@cache
def read_sql(module: str, name: str) -> str:
    """What the file of the statement NAME says, with its placeholders; of these, ``{include: PART}`` is filled in.

    Raises:
        LookupError: There is no such statement, or no such part.
    """
    for file in _statements(_folder(module)):
        if _name(file) == name:
            return _INCLUDE.sub(lambda found: _read_part(module, found[1]), file.read_text())
    raise LookupError(f"no statement {name} next to {module}")


def _read_part(module: str, name: str) -> str:
    """The part of statements ``sql/parts/NAME.sql`` without its heading, next to a module or in a package above it."""
    package = module
    while package := package.rpartition(".")[0]:
        file = files(package) / "sql" / "parts" / f"{name}.sql"
        if file.is_file():
            return _HEADING.sub("", file.read_text()).rstrip("\n")
    raise LookupError(f"no part {name} for {module}")


def statements_in(module: str, folder: str) -> tuple[str, ...]:
    """The names of the statements in a folder of ``sql``, in the order in which they run.

    Args:
        module: The ``__name__`` of a module next to ``sql``.
        folder: The folder.
    """
    return tuple(map(_name, sorted(_statements(_folder(module) / folder), key=lambda file: file.name)))


def _folder(module: str) -> Traversable:
    return files(module.rpartition(".")[0]) / "sql"


def _statements(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _statements(entry)
        elif entry.name.endswith(".sql"):
            yield entry


def _name(file: Traversable) -> str:
    return _ORDER.sub("", file.name).removesuffix(".sql")
