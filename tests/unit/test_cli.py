"""The command line: quick, documented, and one line when something fails."""

import os
import subprocess
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

import jwt
import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from server.access import Role
from server.cli import app
from server.embedded import free_port
from server.errors import ErrorCode, ViewpulseError
from server.problem import explain
from server.tokens import make_token

SECRET = "a-secret-of-the-tests-of-more-than-32-bytes"


COMMANDS = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]


def viewpulse(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VIEWPULSE_")}
    return subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        env={**inherited, "VIEWPULSE_DATA_DIR": "/nonexistent", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_help_names_every_command_without_loading_them() -> None:
    code = "import sys; from server.cli import app; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    heavy = {"pydantic", "sqlalchemy", "alembic", "strawberry", "graphql", "asyncpg", "redis", "uvicorn", "numpy"}
    assert heavy & set(loaded) == set()
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    for name in (*COMMANDS, "write-key"):
        assert f"  {name} " in shown.stdout
    assert "..." not in shown.stdout.split("Commands:")[1], "a summary is cut off"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"])

    assert shown.exit_code == 0
    assert len(shown.stdout.splitlines()) > 4
    assert "{" not in shown.stdout
    assert "<list" not in shown.stdout


def test_the_arguments_are_shown_as_in_a_manual() -> None:
    def usage(*command: str) -> str:
        return CliRunner().invoke(app, [*command, "--help"]).stdout.splitlines()[0]

    assert usage("import") == "Usage: viewpulse import [OPTIONS] FILE..."
    assert usage("export-schema") == "Usage: viewpulse export-schema [OPTIONS] [FILE]"
    assert usage("write-key", "revoke") == "Usage: viewpulse write-key revoke [OPTIONS] KEY"


def test_the_help_of_import_names_its_exit_codes() -> None:
    shown = " ".join(CliRunner().invoke(app, ["import", "--help"]).stdout.split())

    assert "75 the database stayed away, 130 interrupted" in shown


def test_it_tells_its_version() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]

    assert CliRunner().invoke(app, ["--version"]).stdout == f"viewpulse {project['version']}\n"


def test_an_expected_failure_is_its_message_only() -> None:
    assert explain(ViewpulseError(ErrorCode.NOT_FOUND, "There is no such key.")) == "There is no such key."
    assert explain(KeyError("oops")).startswith("KeyError: ")


def test_a_server_that_is_away_is_one_line() -> None:
    done = viewpulse("migrate", "--database-url", f"postgresql://viewpulse@127.0.0.1:{free_port()}/x")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("viewpulse: a server cannot be reached")


def test_debug_shows_where() -> None:
    url = f"postgresql://viewpulse@127.0.0.1:{free_port()}/x"
    done = viewpulse("--log-level", "debug", "migrate", "--database-url", url)

    assert done.returncode == 1
    assert "Traceback" in done.stderr


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        ("VIEWPULSE_PORT", "eighty", "viewpulse: VIEWPULSE_PORT must be a whole number, not 'eighty'.\n"),
        ("VIEWPULSE_PORT", "65536", "viewpulse: VIEWPULSE_PORT must be at most 65535, not '65536'.\n"),
        ("VIEWPULSE_DATABASE_TIMEOUT", "0", "viewpulse: VIEWPULSE_DATABASE_TIMEOUT must be more than 0.0, not '0'.\n"),
        ("VIEWPULSE_LOG_JSON", "perhaps", "viewpulse: VIEWPULSE_LOG_JSON must be true or false, not 'perhaps'.\n"),
        ("VIEWPULSE_CORS_ORIGINS", "a.org", "viewpulse: VIEWPULSE_CORS_ORIGINS must be a JSON list of strings"),
        ("VIEWPULSE_LOG_LEVEL", "LOUD", "viewpulse: VIEWPULSE_LOG_LEVEL must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("VIEWPULSE_JWT_SECRET", "short", "viewpulse: VIEWPULSE_JWT_SECRET must be at least 32 bytes long"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(variable: str, value: str, line: str) -> None:
    done = viewpulse("serve", **{variable: value})

    assert done.returncode == 1
    assert done.stderr.startswith(line)
    assert done.stderr.count("\n") == 1


def test_wrong_usage_is_exit_code_2() -> None:
    assert viewpulse("import").returncode == 2
    assert viewpulse("token", "--sub", "ada").returncode == 2
    assert viewpulse("token", "--sub", "ada", "--role", "king", VIEWPULSE_JWT_SECRET=SECRET).returncode == 2


def test_a_token_says_what_was_asked_for() -> None:
    arguments = ["token", "--sub", "ada", "--role", "creator", "--hours", "2", "--project", "3"]
    done = viewpulse(*arguments, VIEWPULSE_JWT_SECRET=SECRET, VIEWPULSE_JWT_AUDIENCE="dash")

    claims = jwt.decode(done.stdout.strip(), SECRET, algorithms=["HS256"], audience="dash")

    assert (claims["sub"], claims["role"], claims["project"]) == ("ada", "creator", 3)
    assert claims["exp"] - claims["iat"] == 7200


def test_a_token_carries_only_the_claims_that_are_set() -> None:
    made = make_token(SecretStr(SECRET), sub="ada", role=Role.USER, lifetime=timedelta(hours=1), issuer="us")

    assert sorted(jwt.decode(made, SECRET, algorithms=["HS256"], issuer="us")) == [
        *("exp", "iat", "iss", "project", "role", "sub"),
    ]


def test_the_exported_schema_is_the_one_in_the_repository() -> None:
    assert viewpulse("export-schema", "--check", "schema.graphql").returncode == 0
    different = viewpulse("export-schema", "--check", "README.md")
    assert different.returncode == 1
    assert "run `viewpulse export-schema README.md`" in different.stderr
    assert viewpulse("export-schema").stdout.startswith(("directive", '"""', "type", "scalar", "enum", "schema"))
