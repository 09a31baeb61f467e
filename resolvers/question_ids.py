"""The ``id`` of an answer: its question, so that caches keep one entry for each and follow its pushes."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from hashlib import blake2b
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

PREFIX = "q_"
"""No id of a node begins with it."""


def question_id(field: str, target: object, said: Mapping[str, object]) -> strawberry.ID:
    """The id of the answer to a question; equal for equal questions, in every process and version.

    Args:
        field: The root field, by its name in the schema.
        target: What or whom it is about, as the access rule resolved it.
        said: The other arguments by their names in the schema, without those that have their defaults: so the ids stay
            when a new argument is added.
    """
    arguments = {name: plain for name, value in said.items() if (plain := _plain(value)) not in (None, {})}
    text = json.dumps([field, _plain(target), arguments], sort_keys=True, separators=(",", ":"))
    return strawberry.ID(PREFIX + urlsafe_b64encode(blake2b(text.encode(), digest_size=12).digest()).decode())


def _plain(value: Any) -> Any:
    """A value as JSON, the same however it was written; of an input only the fields that do not have their defaults."""
    match value:
        case Enum():
            return value.name
        case datetime() | date():
            return (value.astimezone(UTC) if isinstance(value, datetime) else value).isoformat()
        case timedelta():
            return value.total_seconds()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        given = ((field, getattr(value, field.name)) for field in fields(value))
        return {
            to_camel_case(field.name): _plain(found)
            for field, found in given
            if field.default is MISSING or found != field.default
        }
    return value
