"""Arguments that several fields share, with one description each."""

import re
from collections.abc import Sequence
from typing import Annotated, TypeAlias

import strawberry

from resolvers.enums import register_enum
from resolvers.ranges import RangeInput
from resolvers.traffic import TrafficInput
from server.errors import ErrorCode, ViewpulseError
from server.metrics.rates import EngagementProfile
from server.metrics.view_definitions import DEFINITIONS

register_enum(
    EngagementProfile,
    "Which reactions an engagement rate counts. The default is the same everywhere.",
    {
        EngagementProfile.SOCIAL: "Likes, comments, shares.",
        EngagementProfile.DISCOVERY: "Saves, shares, clicks.",
        EngagementProfile.LISTING: "Saves, shares, contacts, WhatsApp chats, booked viewings.",
    },
)

MAX_ID_LENGTH = 128
MAX_ITEMS = 100
MAX_SEARCH_LENGTH = 100

_CURRENCY = re.compile(r"[A-Z]{3}")

ContentIdArgument: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(name="contentId", description="Your app's own id of the content.")
]
ContentIdsArgument: TypeAlias = Annotated[
    list[strawberry.ID], strawberry.argument(name="contentIds", description=f"The contents, 1-{MAX_ITEMS}.")
]
RangeArgument: TypeAlias = Annotated[
    RangeInput | None, strawberry.argument(name="range", description="The time range; all time by default.")
]
TimezoneArgument: TypeAlias = Annotated[
    str, strawberry.argument(description="IANA name of the time zone that defines days, weeks and months.")
]
ProfileArgument: TypeAlias = Annotated[
    EngagementProfile, strawberry.argument(description="Which reactions are counted.")
]
DefinitionArgument: TypeAlias = Annotated[
    str,
    strawberry.argument(
        description=f"Definition of a view: {', '.join(f'`{name}`' for name in DEFINITIONS)}; see `definitions`."
    ),
]
NamesArgument: TypeAlias = Annotated[
    list[str] | None, strawberry.argument(description="Only custom events of these names, 1-100 of them.")
]
IncludeArgument: TypeAlias = Annotated[
    TrafficInput | None,
    strawberry.argument(
        description="Bot and self-view traffic to include in addition to normal viewers; neither by default."
    ),
]
SearchArgument: TypeAlias = Annotated[
    str | None,
    strawberry.argument(
        description="Only those whose title or name contains this text, in upper or lower case and in any form of "
        f"Unicode, or whose id is exactly this text; up to {MAX_SEARCH_LENGTH} characters."
    ),
]
FirstArgument: TypeAlias = Annotated[int, strawberry.argument(description="Maximum number of items, 1-100.")]


def check_id(value: str, *field: str | int) -> None:
    """Raises BAD_INPUT unless an id has 1-128 characters that PostgreSQL can store."""
    if not 0 < len(value) <= MAX_ID_LENGTH or not _is_storable(value):
        raise ViewpulseError(
            ErrorCode.BAD_INPUT,
            f"Ids must be 1-{MAX_ID_LENGTH} characters long and contain no NUL or unpaired surrogate.",
            field=field,
        )


def resolve_search(text: str | None) -> str | None:
    """What is searched for, without spaces around it; None if that is nothing.

    Raises:
        ViewpulseError: BAD_INPUT for a text that is too long, or that PostgreSQL cannot store.
    """
    text = (text or "").strip()
    if len(text) > MAX_SEARCH_LENGTH or not _is_storable(text):
        raise ViewpulseError(
            ErrorCode.BAD_INPUT,
            f"`search` must be at most {MAX_SEARCH_LENGTH} characters long and contain no NUL or unpaired surrogate.",
            field=["search"],
        )
    return text or None


def check_properties(value: object, *field: str | int) -> None:
    """Raises BAD_INPUT, with the path of the text, if a JSON value contains one that PostgreSQL cannot store."""
    if isinstance(value, str):
        if not _is_storable(value):
            message = "The text contains a NUL character or an unpaired surrogate."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=field)
    elif isinstance(value, dict):
        for name, inner in value.items():
            check_properties(name, *field)
            check_properties(inner, *field, name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            check_properties(inner, *field, index)


def _is_storable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return "\0" not in value


def check_ids(values: Sequence[str], *field: str | int) -> None:
    """Raises BAD_INPUT unless there are 1-100 ids, all of them valid."""
    if not 0 < len(values) <= MAX_ITEMS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"Pass 1-{MAX_ITEMS} ids in `{field[-1]}`.", field=field)
    for index, value in enumerate(values):
        check_id(value, *field, index)


def check_first(first: int, max_first: int = MAX_ITEMS) -> None:
    """Raises BAD_INPUT unless ``first`` is between 1 and the most that the list has on a page."""
    if not 0 < first <= max_first:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`first` is 1-{max_first}.", field=["first"])


def check_currency(currency: str | None) -> None:
    """Raises BAD_INPUT unless a currency is written as ISO 4217 writes it."""
    if currency is not None and not _CURRENCY.fullmatch(currency):
        message = "`currency` is an ISO 4217 code of three capital letters, such as EUR."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["currency"])
