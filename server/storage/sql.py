"""SQL that lives in files."""

from functools import cache
from importlib.resources import files


@cache
def load_sql(module: str, name: str) -> str:
    """The text of the file ``sql/NAME.sql`` beside a module.

    Args:
        module: The module's ``__name__``.
        name: The file's name without its ending.
    """
    package = module.rpartition(".")[0]
    return (files(package) / "sql" / f"{name}.sql").read_text()
