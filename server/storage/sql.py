"""SQL that lives in files."""

from functools import cache
from importlib.resources import files


@cache
def load_sql(package: str, name: str) -> str:
    """The text of ``sql/NAME.sql`` beside a package's modules.

    Args:
        package: Dotted name of the package, such as ``server.rollup``.
        name: File name without its ending.
    """
    return (files(package) / "sql" / f"{name}.sql").read_text()
