"""What tests let be logged: a command changes how only for the test that runs it, and credentials are found."""

import logging
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from server.logs import configure_logging
from server.settings import Settings
from tests.conftest import JWT_SECRET, logging_kept
from tests.watched_logs import require_no_credentials, require_none_in


def test_after_a_command_everything_logs_as_before() -> None:
    loggers = [logging.getLogger(name) for name in ("", "websockets")]
    before = [(logger.level, [*logger.handlers]) for logger in loggers]
    with logging_kept():
        configure_logging(Settings(log_level="DEBUG"))
        assert [logger.level for logger in loggers] == [logging.DEBUG, logging.INFO]
    assert [(logger.level, [*logger.handlers]) for logger in loggers] == before


@pytest.mark.parametrize("credential", [f"secret {JWT_SECRET}", "Bearer x", "eyJhbGciOiJI.eyJzdWIiOiJh.c2ln"])
def test_a_test_that_logs_a_credential_fails(credential: str, tmp_path: Path) -> None:
    def printed() -> None:
        structlog.get_logger("a").warning("told", by=credential)

    def captured() -> None:
        with capture_logs():
            printed()

    for log in (printed, captured, lambda: logging.getLogger("a").warning("told %s", credential)):
        log()
        with pytest.raises(AssertionError, match="a credential was logged"):
            require_no_credentials()
        require_no_credentials()
    file = tmp_path / "api.log"
    file.write_text("fine\n")
    require_none_in([file])
    file.write_text("vp_write_" + "x" * 38)
    with pytest.raises(AssertionError, match=r"api\.log has a credential"):
        require_none_in([file])
