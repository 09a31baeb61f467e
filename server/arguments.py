"""Shows the arguments of commands as manuals do: ``FILE...``, not ``{files}... <list[str]>``."""

from typing import Any

from typer import Context
from typer.core import TyperArgument, TyperCommand


class PlainArgument(TyperArgument):
    """An argument that shows only its metavar."""

    def get_usage_pieces(self, ctx: Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """The metavar, for the usage line."""
        return [self.display_name_raw]

    def display_type(self, ctx: Context) -> str:  # type: ignore[override]  # noqa: ARG002
        """No type: the name is enough."""
        return ""


class PlainCommand(TyperCommand):
    """A command whose arguments are plain. Typer has no setting for this."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for parameter in self.params:
            if isinstance(parameter, TyperArgument):
                parameter.__class__ = PlainArgument
