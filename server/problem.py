"""Failures as the person at the terminal reads them."""

import asyncio
from typing import Any


class CommandError(Exception):
    """A failure said in one clear line; nothing else is shown."""


def explain(error: BaseException) -> str:
    """One line for an exception, whatever it is."""
    if type(error).__module__.startswith("pydantic"):
        return _explain_settings(error)
    text = " ".join(str(error).split())
    if isinstance(error, CommandError):
        return str(error)
    if isinstance(error, ConnectionRefusedError | TimeoutError | asyncio.TimeoutError):
        return f"a server cannot be reached: {text or 'no answer in time'}; `viewpulse doctor` tells which"
    return f"{type(error).__name__}: {text} (--log-level DEBUG shows where)"


def _explain_settings(error: BaseException) -> str:
    """Names the environment variables that hold something unusable."""
    problems: list[dict[str, Any]] = getattr(error, "errors", list)()
    lines = []
    for problem in problems:
        variable = "VIEWPULSE_" + "_".join(map(str, problem["loc"])).upper() if problem["loc"] else ""
        message = str(problem["msg"]).removeprefix("Value error, ")
        lines.append(message if not variable or variable in message else f"{variable}: {message}")
    return "; ".join(lines) or str(error)
