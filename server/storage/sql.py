"""SQL that lives in files."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_ORDER = re.compile(r"^\d+_")
"""Prefix of file names in folders whose statements run in the order of their files."""


@cache
def load_sql(module: str, name: str) -> str:
    """The text of the statement NAME: of ``NAME.sql`` or ``NN_NAME.sql`` in the folder ``sql`` next to a module.

    Args:
        module: The module's ``__name__``.
        name: The statement's name, which is unique in a folder ``sql`` and its subfolders.

    Raises:
        LookupError: There is no such statement.
    """
    for file in _statements(_folder(module)):
        if _name(file) == name:
            return file.read_text()
    raise LookupError(f"no statement {name} next to {module}")


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
