"""Which errors of the database a retry may get over."""

import asyncpg
import pytest

from server.storage.outage import is_outage


def database_error(code: str) -> BaseException:
    """What asyncpg raises for a SQLSTATE."""
    error: BaseException = asyncpg.PostgresError.new({"C": code, "M": "no"})
    return error


@pytest.mark.parametrize(
    "code",
    [
        "53100",  # disk full
        "53200",  # out of memory
        "53300",  # too many connections
        "57014",  # query canceled
        "57P01",  # admin shutdown
        "57P03",  # cannot connect now
        "58030",  # input or output error
        "25006",  # read-only
        "25P02",  # failed transaction
        "55P03",  # lock not available
        "40001",  # serialization failure
        "40P01",  # deadlock
        "28P01",  # wrong password
        "28000",  # pg_hba.conf
        "08006",  # connection failure
        "3D000",  # no such database
        "42501",  # no privilege
    ],
)
def test_a_database_that_cannot_serve_is_an_outage(code: str) -> None:
    assert is_outage(database_error(code))


@pytest.mark.parametrize("code", ["42601", "42P01", "22P02", "23505", "23514", "54000", "P0001", "XX000"])
def test_programming_errors_are_no_outage(code: str) -> None:
    assert not is_outage(database_error(code))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ConnectionRefusedError("away"), True),
        (TimeoutError(), True),
        (asyncpg.InterfaceError("connection is closed"), True),
        (asyncpg.InterfaceError("pool is closing"), True),
        (asyncpg.InterfaceError("the server expects 1 argument for this query, 0 were passed"), False),
        (asyncpg.InternalClientError("got result for unknown protocol state 3"), True),
        (asyncpg.InvalidCachedStatementError("cached statement plan is invalid"), True),
        (KeyError("name"), False),
    ],
)
def test_what_the_driver_raises_by_itself(error: BaseException, expected: bool) -> None:
    assert is_outage(error) is expected
