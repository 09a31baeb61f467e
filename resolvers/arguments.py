"""Arguments that several fields take, so that they read the same everywhere."""

from typing import Annotated, TypeAlias

import strawberry

from resolvers.ranges import RangeInput
from resolvers.traffic import TrafficInput
from server.errors import ErrorCode, ViewpulseError
from server.metrics.rates import EngagementProfile
from server.metrics.view_definitions import DEFINITIONS

MAX_ID_LENGTH = 128
MAX_ITEMS = 100

ContentIdArgument: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(name="contentId", description="The app's own id of the content.")
]
RangeArgument: TypeAlias = Annotated[
    RangeInput | None, strawberry.argument(name="range", description="The time that counts; all time by default.")
]
TimezoneArgument: TypeAlias = Annotated[
    str, strawberry.argument(description="IANA name of the zone whose days, weeks and months are meant.")
]
ProfileArgument: TypeAlias = Annotated[
    EngagementProfile, strawberry.argument(description="Which reactions the rate counts.")
]
DefinitionArgument: TypeAlias = Annotated[
    str,
    strawberry.argument(
        description=f"What counts as a view: {', '.join(f'`{name}`' for name in DEFINITIONS)}; see `definitions`."
    ),
]
IncludeArgument: TypeAlias = Annotated[
    TrafficInput | None,
    strawberry.argument(description="Traffic that counts beside people's; neither bots nor self-views by default."),
]
FirstArgument: TypeAlias = Annotated[int, strawberry.argument(description="How many at most, 1-100.")]


def check_id(value: str, *field: str) -> None:
    """Raises BAD_INPUT unless an id has 1-128 characters that PostgreSQL can hold."""
    if not 0 < len(value) <= MAX_ID_LENGTH or not _is_storable(value):
        raise ViewpulseError(
            ErrorCode.BAD_INPUT,
            f"An id has 1-{MAX_ID_LENGTH} characters, none of them NUL or half a pair.",
            field=field,
        )


def _is_storable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return "\0" not in value


def check_first(first: int) -> None:
    """Raises BAD_INPUT unless 1-100 items are asked for."""
    if not 0 < first <= MAX_ITEMS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`first` is 1-{MAX_ITEMS}.", field=["first"])
