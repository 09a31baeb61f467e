"""docs/operations.md cannot lie about the settings and the commands."""

import json
import re
from pathlib import Path

from graphql import GraphQLObjectType

from resolvers.field_metadata import metadata_of
from resolvers.schema import build_schema
from server.cli import app
from server.settings import Settings
from server.social_settings import SocialSettings
from server.transport.budget import Limits

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()


def shown(default: object) -> str:
    """A default as one would write it into the environment."""
    if default is None:
        return ""
    return f"`{json.dumps(default) if isinstance(default, bool | list) else default}`"


def test_every_setting_is_in_the_table_as_in_the_code() -> None:
    rows = [
        f"| `VIEWPULSE_{name.upper()}` | {shown(field.get_default(call_default_factory=True))} | {field.description} |"
        for name, field in sorted(
            Settings.model_fields.items(), key=lambda found: found[0] in SocialSettings.model_fields
        )
    ]
    found = [line for line in PAGE.splitlines() if line.startswith("| `VIEWPULSE_")]

    assert found == rows


def test_every_limit_of_an_operation_is_in_the_page_as_in_the_code() -> None:
    for name in ("fields", "depth", "aliases", "directives", "cost"):
        assert f"| `{name}` | {getattr(Limits(), name):,} |" in PAGE
    for name in ("characters", "tokens", "comments", "operations"):
        assert re.search(rf"\b{getattr(Limits(), name):,}\s{name}", PAGE)
    weights = {
        (name, int(weight.replace(",", "")))
        for weight, names in re.findall(r"^\| ([\d,]+) \| (`.+`) \|$", PAGE, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", names)
    }
    fields = [
        (name, metadata_of(field))
        for kind in build_schema()._schema.type_map.values()
        if isinstance(kind, GraphQLObjectType)
        for name, field in kind.fields.items()
    ]
    assert weights == {(name, said["cost"]) for name, said in fields if "cost" in said}
    assert set(map(int, re.findall(r"as (\d+) rows in\s`", PAGE))) == {
        length for _, said in fields if isinstance(length := said.get("length"), int)
    }


def test_every_command_that_operates_a_server_is_mentioned() -> None:
    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}

    assert {name for name in names if f"`viewpulse {name}" not in PAGE} <= {"demo", "export-schema", "token"}
