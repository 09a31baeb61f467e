"""A command that runs in a test's process changes how everything logs: only for that test."""

import logging

from server.logs import configure_logging
from server.settings import Settings
from tests.conftest import logging_kept


def test_after_a_command_everything_logs_as_before() -> None:
    loggers = [logging.getLogger(name) for name in ("", "httpcore")]
    before = [(logger.level, [*logger.handlers]) for logger in loggers]
    with logging_kept():
        configure_logging(Settings(log_level="DEBUG"))
        assert [logger.level for logger in loggers] == [logging.DEBUG, logging.INFO]
    assert [(logger.level, [*logger.handlers]) for logger in loggers] == before
