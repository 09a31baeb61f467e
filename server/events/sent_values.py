"""The values of a row that hold a field of the event, in the order of ``SENT_COLUMNS``.

The function is written from the declarations of the columns and compiled on import: it runs for every event, and a loop
over the columns would take several times as long. ``python -m server.events.sent_values`` prints it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from server.events.model import Event
from server.storage.event_columns import SENT_COLUMNS, EventColumn


def source_text() -> str:
    """The function, as Python."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "def sent_values(event):"
    groups: dict[str, list[EventColumn]] = {}
    for column in SENT_COLUMNS:
        groups.setdefault(column.source.rpartition(".")[0], []).append(column)
    for column in groups.pop(""):
        yield f"    {column.name} = {_value(column, 'event')}"
    for group, columns in groups.items():
        yield f"    {group} = event.{group}"
        yield f"    if {group} is None:"
        yield from (f"        {column.name} = {column.absent}" for column in columns)
        yield "    else:"
        yield from (f"        {column.name} = {_value(column, group)}" for column in columns)
    yield "    return ("
    yield from (f"        {column.name}," for column in SENT_COLUMNS)
    yield "    )"


def _value(column: EventColumn, group: str) -> str:
    field = f"{group}.{column.source.rpartition('.')[2]}"
    if (column.value, column.absent) == ("#", "None"):
        return field
    value = column.value.replace("#", "sent")
    return f"{column.absent} if (sent := {field}) is None else {value}"


def _compiled() -> Callable[[Event], tuple[object, ...]]:
    names: dict[str, Any] = {}
    exec(source_text(), names)  # noqa: S102 - the text is made of declarations in the code alone
    compiled: Callable[[Event], tuple[object, ...]] = names["sent_values"]
    return compiled


sent_values = _compiled()
"""The values of an event."""


if __name__ == "__main__":
    print(source_text())  # noqa: T201 - that is its job
