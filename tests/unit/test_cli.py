"""The command line: quick, documented, and one line when something fails."""

import asyncio
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
from server.cli_errors import explain
from server.embedded import free_port
from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.tokens import make_token
from server.transport.tokens import TokenReader
from tests.unit.forked_command import run_forked

SECRET = "a-secret-of-the-tests-of-more-than-32-bytes"


COMMANDS = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]


def environment_with(environment: dict[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VIEWPULSE_")}
    return {**inherited, "VIEWPULSE_DATA_DIR": "/nonexistent", **environment}


def viewpulse(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        env=environment_with(environment),
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
    for name in (*COMMANDS, "key"):
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
    assert usage("key", "revoke") == "Usage: viewpulse key revoke [OPTIONS] KEY"


def test_the_help_of_import_names_its_exit_codes() -> None:
    shown = " ".join(CliRunner().invoke(app, ["import", "--help"]).stdout.split())

    assert "75 the database stayed unavailable, 130 interrupted" in shown


def test_version_option_prints_the_version() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]

    assert CliRunner().invoke(app, ["--version"]).stdout == f"viewpulse {project['version']}\n"


def test_an_expected_failure_is_its_message_only() -> None:
    assert explain(ViewpulseError(ErrorCode.NOT_FOUND, "There is no such key.")) == "There is no such key."
    assert explain(KeyError("oops")).startswith("KeyError (run with")


def test_an_unavailable_server_is_one_line() -> None:
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
        ("VIEWPULSE_WORKERS", "0", "viewpulse: VIEWPULSE_WORKERS must be at least 1, not '0'.\n"),
        ("VIEWPULSE_DATABASE_TIMEOUT", "0", "viewpulse: VIEWPULSE_DATABASE_TIMEOUT must be more than 0.0, not '0'.\n"),
        ("VIEWPULSE_DATABASE_TIMEOUT", "inf", "viewpulse: VIEWPULSE_DATABASE_TIMEOUT must be a number, not 'inf'.\n"),
        ("VIEWPULSE_LIVE_GUEST_PART", "nan", "viewpulse: VIEWPULSE_LIVE_GUEST_PART must be a number, not 'nan'.\n"),
        ("VIEWPULSE_DATABASE_URL", "mine", "viewpulse: VIEWPULSE_DATABASE_URL must start with postgresql://.\n"),
        ("VIEWPULSE_REDIS_URL", "", "viewpulse: VIEWPULSE_REDIS_URL must start with redis://, rediss:// or unix://.\n"),
        ("VIEWPULSE_HOST", "", "viewpulse: VIEWPULSE_HOST must be a text of 1 or more characters, not ''.\n"),
        ("VIEWPULSE_DATA_DIR", "", "viewpulse: VIEWPULSE_DATA_DIR must not be empty; use . for the current folder.\n"),
        ("VIEWPULSE_LOG_JSON", "perhaps", "viewpulse: VIEWPULSE_LOG_JSON must be true or false, not 'perhaps'.\n"),
        ("VIEWPULSE_CORS_ORIGINS", "a.org", "viewpulse: VIEWPULSE_CORS_ORIGINS must be a JSON list of strings"),
        ("VIEWPULSE_LOG_LEVEL", "LOUD", "viewpulse: VIEWPULSE_LOG_LEVEL must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("VIEWPULSE_TOMBSTONES", "/no", "viewpulse: VIEWPULSE_TOMBSTONES must be a folder that exists; /no is none.\n"),
        ("VIEWPULSE_POOLER_URL", "mine", "viewpulse: VIEWPULSE_POOLER_URL must start with postgresql://.\n"),
        ("VIEWPULSE_JWT_SECRET", "short", "viewpulse: VIEWPULSE_JWT_SECRET must be at least 32 bytes long"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(variable: str, value: str, line: str) -> None:
    done = run_forked(("serve",), environment_with({variable: value}))

    assert done.returncode == 1
    assert done.stderr.startswith(line)
    assert done.stderr.count("\n") == 1


def test_wrong_usage_is_exit_code_2() -> None:
    assert viewpulse("import").returncode == 2
    assert viewpulse("token", "--sub", "ada").returncode == 2
    assert viewpulse("token", "--sub", "ada", "--role", "king", VIEWPULSE_JWT_SECRET=SECRET).returncode == 2


ADA = ("token", "--sub", "ada")
SEND = ("demo", "--url", "http://127.0.0.1:1", "--write-key", "x", "--admin-token", "x")
NO_START = ("--port", "65536")
"""A second fault, so that nothing is started when the first is taken."""
ANY_BYTE = os.fsdecode(b"\xff")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("token", "--sub", ""), "Invalid value for '--sub': It must not be empty."),
        (("token", "--sub", " "), "Invalid value for '--sub': It must not be empty."),
        (("token", "--sub", ANY_BYTE), "Invalid value for '--sub': It must be UTF-8."),
        (("token", "--sub", "a" * 129), "The token's `sub` claim must be a string of 1 to 128 characters."),
        ((*ADA, "--role", ""), "The role must be one of user, creator, admin, operator."),
        *((((*ADA, "--hours", hours)), "Invalid value for '--hours'") for hours in ("nan", "inf", "1e300", "0", "-1")),
        *((((*ADA, "--project", number)), "Invalid value for '--project'") for number in ("0", "-1", str(2**31), "x")),
        (("key", "create", "--project", "0"), "Invalid value for '--project'"),
        (("key", "create", "--label", ANY_BYTE), "Invalid value for '--label': It must be UTF-8."),
        (("key", "list", "--project", str(2**31)), "Invalid value for '--project'"),
        (("key", "revoke", ""), "Invalid value for 'KEY': It must not be empty."),
        (("key", "revoke", ANY_BYTE), "Invalid value for 'KEY': It must be UTF-8."),
        (("project", "unsigned-ids", "any", "--project", "-1"), "Invalid value for '--project'"),
        (("import", "x.csv", "--project", str(2**31)), "Invalid value for '--project'"),
        (("import", "x.csv", "--oldest", "1000-01-01"), "must be at least 1970-01-01, not 1000-01-01."),
        (("import", "x.csv", "--rejects", ""), "Invalid value for '--rejects'"),
        (("import", "x.csv", "--show", "-1"), "Invalid value for '--show'"),
        (("rebuild", "--content", ""), "Invalid value for '--content': It must not be empty."),
        (("rebuild", "--content", ANY_BYTE), "Invalid value for '--content': It must be UTF-8."),
        (("export-schema", ""), "Invalid value for '[FILE]'"),
        (("demo", "--url", "", *NO_START), "Invalid value for '--url': It must not be empty."),
        (("demo", "--attach", "", *NO_START), "Invalid value for '--attach'"),
        *(((*SEND, "--rate", rate), "Invalid value for '--rate'") for rate in ("inf", "nan", "1e300", "0")),
        ((*SEND, "--past", "-1"), "Invalid value for '--past'"),
        *(((*SEND, "--speed", speed), "Invalid value for '--speed'") for speed in ("inf", "nan", "1e300", "0")),
        *(((*SEND, "--seconds", seconds), "Invalid value for '--seconds'") for seconds in ("inf", "nan", "0")),
        (("serve", "--port", "65536"), "VIEWPULSE_PORT must be at most 65535, not 65536."),
        (("serve", "--host", ""), "VIEWPULSE_HOST must be a text of 1 or more characters, not ''."),
        (("serve", "--redis-url", ""), "VIEWPULSE_REDIS_URL must start with redis://, rediss:// or unix://."),
        (("doctor", "--redis-url", "mine"), "VIEWPULSE_REDIS_URL must start with redis://, rediss:// or unix://."),
        (("migrate", "--database-url", ""), "VIEWPULSE_DATABASE_URL must start with postgresql://."),
        (("dev", "--data-dir", "", *NO_START), "VIEWPULSE_DATA_DIR must not be empty; use . for the current folder."),
        (("--log-level", "LOUD", "export-schema"), "The log level must be one of DEBUG, INFO, WARNING, ERROR."),
    ],
)
def test_an_option_that_makes_no_sense_is_one_line_and_exit_code_2(arguments: tuple[str, ...], line: str) -> None:
    done = run_forked(arguments, environment_with({"VIEWPULSE_JWT_SECRET": SECRET}))

    assert (done.returncode, done.stdout) == (2, "")
    *usage, last = done.stderr.splitlines()
    assert [text.split()[0] for text in usage if text] in ([], ["Usage:", "Try"])
    assert last.startswith("Error: ")
    assert line in last


def test_a_token_is_good_at_once_however_short_or_long_its_life() -> None:
    for hours in ("0.001", "8000000"):
        done = viewpulse(*ADA, "--hours", hours, VIEWPULSE_JWT_SECRET=SECRET)
        bearer = asyncio.run(TokenReader(Settings(jwt_secret=SecretStr(SECRET))).read(f"Bearer {done.stdout.strip()}"))
        assert bearer.user_id == "ada"


def test_a_token_is_made_although_the_database_cannot_be_asked() -> None:
    url = f"postgresql://viewpulse@127.0.0.1:{free_port()}/x"
    done = viewpulse(*ADA, "--project", "3", VIEWPULSE_JWT_SECRET=SECRET, VIEWPULSE_DATABASE_URL=url)

    assert (done.returncode, done.stdout.count(".")) == (0, 2)
    assert done.stderr == "Cannot check whether project 3 exists: the database cannot be reached.\n"


def test_a_token_has_the_requested_claims() -> None:
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
