"""Arguments of commands as people know them from manuals: ``FILE...``, not ``{files}... <list[str]>``."""

from typing import Any

from typer import Context
from typer.core import TyperArgument, TyperCommand


class PlainArgument(TyperArgument):
    """Shows its metavar and nothing else."""

    def get_usage_pieces(self, ctx: Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """Its part of the usage line."""
        return [self.display_name_raw]

    def display_type(self, ctx: Context) -> str:  # type: ignore[override]  # noqa: ARG002
        """Nothing: the name says it."""
        return ""


class PlainCommand(TyperCommand):
    """A command whose arguments are plain ones. Typer has no setting that says so."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for parameter in self.params:
            if isinstance(parameter, TyperArgument):
                parameter.__class__ = PlainArgument
