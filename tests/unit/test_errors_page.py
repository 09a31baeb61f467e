"""docs/errors.md lists every code that a client can meet, and none besides."""

import ast
import json
import re
from http import HTTPStatus
from pathlib import Path

import pytest

from server.errors import RETRY_AFTER, SPREAD_SECONDS, ErrorCode, ViewpulseError, unavailable
from server.events.context import WarningCode
from server.events.model import RejectionCode
from server.limits.limiter import Allowance, Kind, Limit, Subject, headers_of
from server.settings import Settings
from server.transport.budget import Limits, shown_cost
from server.transport.costs import with_cost
from server.transport.failures import refuse
from server.transport.http_answer import STATUS
from server.transport.limiting import left
from server.transport.socket_closing import CLOSE_CODES, CloseCode
from tests.examples import blocks_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "errors.md").read_text()
TRANSPORT = sorted((ROOT / "server" / "transport").glob("*.py"))
OF_UVICORN = {1007, 1011, 1012}
"""Close codes that uvicorn and its parser send; server/transport/frames.py, docs/operations.md."""


def codes_under(heading: str) -> list[str]:
    """What stands first in the rows of the table under a heading."""
    _, _, rest = PAGE.partition(f"\n## {heading}\n")
    section, _, _ = rest.partition("\n## ")
    return re.findall(r"^\| `?([A-Z_]+|\d{3,4})`? \|", section, re.MULTILINE)


def codes_in_dicts() -> set[str]:
    """Values of ``"code"`` that the transport writes as they are."""
    return {
        value.value
        for file in TRANSPORT
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "code"
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


def statuses_in_code() -> set[int]:
    """Statuses that the transport answers with: by code, by number, and by name."""
    text = "\n".join(file.read_text() for file in TRANSPORT)
    numbers = re.findall(r"(?:HttpRefused\(|status_code=|Answer\()(\d{3})\b", text)
    names = re.findall(r"HTTPStatus\.([A-Z_]+)", text)
    return {*STATUS.values(), *map(int, numbers), *(HTTPStatus[name].value for name in names)}


def test_every_error_code_is_explained() -> None:
    assert codes_in_dicts() == set()
    assert sorted(codes_under("Error codes")) == sorted({*ErrorCode, *codes_in_dicts()})


def test_every_rejection_code_is_explained() -> None:
    assert codes_under("Rejection codes") == list(RejectionCode)


def test_every_warning_code_is_explained() -> None:
    assert codes_under("Warning codes") == list(WarningCode)


def test_every_status_is_explained() -> None:
    assert [int(code) for code in codes_under("HTTP statuses")] == sorted(statuses_in_code())


def test_every_close_code_is_explained() -> None:
    assert [int(code) for code in codes_under("WebSocket close codes")] == sorted({*CloseCode, *OF_UVICORN})


@pytest.mark.parametrize("code", ErrorCode)
def test_the_status_of_a_code_stands_in_its_row(code: ErrorCode) -> None:
    (row,) = re.findall(rf"^\| {STATUS[code]} \|.*$", PAGE, re.MULTILINE)

    assert f"`{code}`" in row


@pytest.mark.parametrize(("code", "closes"), CLOSE_CODES.items())
def test_the_close_code_of_refused_credentials_stands_with_their_code(code: ErrorCode, closes: CloseCode) -> None:
    _, _, closing = PAGE.partition("\n## WebSocket close codes\n")

    assert re.findall(rf"^\| (\d{{4}}) \|.*`{code}`.*$", closing, re.MULTILINE) == [str(closes.value)]


def test_the_examples_are_what_the_server_sends() -> None:
    (_, refused), (_, answered), (_, queried), (_, headers), (_, limited) = blocks_of("errors.md")
    sent, shown = json.loads(refuse(unavailable()).payload), json.loads(refused)
    pauses = [answer["errors"][0]["extensions"].pop("retryAfter") for answer in (sent, shown)]

    assert shown == sent
    assert all(RETRY_AFTER <= seconds <= RETRY_AFTER + SPREAD_SECONDS for seconds in pauses)
    assert json.loads(answered) == json.loads(
        with_cost(b'{"data":{"trackEvents":{"accepted":2}}}', shown_cost(3, Limits()))
    )
    limit = Limit(Kind.ANALYTICS, Subject.USER, Settings.model_fields["limit_analytics_per_user"].default)
    allowance = Allowance(limit, 57.0, 3.0, 0.0)
    cost = shown_cost(3, Limits()) | left(allowance)
    query = b'{"data":{"contentAnalytics":{"views":{"total":3}}}}'
    assert json.loads(queried) == json.loads(with_cost(query, cost))
    named = [line.partition(": ") for line in headers.splitlines()]
    assert [(name.lower().encode(), value.encode()) for name, _, value in named] == [*headers_of(allowance)]
    limit = Limit(Kind.BATCHES, Subject.USER, Settings.model_fields["limit_batches_per_user"].default)
    with pytest.raises(ViewpulseError) as caught:
        Allowance(limit, 0.0, 60.0, 5.712).require()
    assert json.loads(limited) == json.loads(refuse(caught.value).payload)
