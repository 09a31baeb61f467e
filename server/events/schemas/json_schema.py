"""JSON Schemas of ``properties`` (draft 2020-12): whether one can be used, and what is wrong with properties.

Patterns are matched in linear time, so they cannot look ahead or refer back. A reference stays inside its schema.
"""

from functools import lru_cache

import msgspec
from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError, ValidationErrorKind

from server.errors import ErrorCode, ViewpulseError
from server.events.faults import MAX_ECHO
from server.events.model import RejectionCode
from server.events.schemas.versions import JsonSchema

MAX_SCHEMA_BYTES = 16_384
MAX_SCHEMA_DEPTH = 20
KEPT = 1_000
"""Compiled schemas that a process keeps."""

_ENCODER = msgspec.json.Encoder(order="deterministic")
_CODES: dict[type[ValidationErrorKind], RejectionCode] = {
    ValidationErrorKind.Required: RejectionCode.MISSING_FIELD,
    ValidationErrorKind.AdditionalProperties: RejectionCode.FIELD_NOT_ALLOWED,
    ValidationErrorKind.UnevaluatedProperties: RejectionCode.FIELD_NOT_ALLOWED,
    ValidationErrorKind.FalseSchema: RejectionCode.FIELD_NOT_ALLOWED,
    ValidationErrorKind.Minimum: RejectionCode.OUT_OF_RANGE,
    ValidationErrorKind.Maximum: RejectionCode.OUT_OF_RANGE,
    ValidationErrorKind.ExclusiveMinimum: RejectionCode.OUT_OF_RANGE,
    ValidationErrorKind.ExclusiveMaximum: RejectionCode.OUT_OF_RANGE,
    ValidationErrorKind.MaxLength: RejectionCode.TOO_LARGE,
    ValidationErrorKind.MaxItems: RejectionCode.TOO_LARGE,
    ValidationErrorKind.MaxProperties: RejectionCode.TOO_LARGE,
}
"""The rejection for a keyword that is not fulfilled; BAD_INPUT for others."""


def encode_schema(schema: JsonSchema) -> str:
    """The schema as text, which ``find_fault`` takes.

    Raises:
        ViewpulseError: BAD_INPUT with the path from the argument ``schema``, if it cannot be a schema of properties.
    """
    if _depth(schema) > MAX_SCHEMA_DEPTH:
        raise _refused(f"The schema is nested deeper than {MAX_SCHEMA_DEPTH} levels.")
    try:
        text = _ENCODER.encode(schema).decode()
    except UnicodeError:
        raise _refused("The text contains a lone surrogate.") from None
    if len(text) > MAX_SCHEMA_BYTES:
        raise _refused(f"The schema is {len(text):,} bytes as JSON; at most {MAX_SCHEMA_BYTES:,} are allowed.")
    if "\\u0000" in text:
        raise _refused("The text contains a NUL character.")
    if schema.get("type", "object") != "object":
        raise _refused("The schema describes `properties`, so its type must be `object`.", "type")
    try:
        _compiled(text)
    except ValidationError as error:
        fault = error.message[:MAX_ECHO]
        raise _refused(f"This is not a JSON Schema of draft 2020-12: {fault}.", *error.instance_path) from None
    return text


def find_fault(text: str, properties: dict[str, object]) -> tuple[RejectionCode, str, list[str | int]] | None:
    """What is wrong with the properties of an event: code, message, and path from ``properties``; None if nothing is.

    Args:
        text: The schema, as ``encode_schema`` or the database gives it.
        properties: The properties.
    """
    error = next(_compiled(text).iter_errors(properties), None)
    if error is None:
        return None
    path: list[str | int] = ["properties", *error.instance_path]
    if isinstance(error.kind, ValidationErrorKind.Required):
        path.append(error.kind.property)
    elif isinstance(error.kind, ValidationErrorKind.AdditionalProperties | ValidationErrorKind.UnevaluatedProperties):
        path.append(error.kind.unexpected[0][:MAX_ECHO])
    dotted = ".".join(map(str, path))[:MAX_ECHO]
    message = f"`{dotted}`: {error.message[:MAX_ECHO]}."
    return _CODES.get(type(error.kind), RejectionCode.BAD_INPUT), message, path


@lru_cache(KEPT)
def _compiled(text: str) -> Draft202012Validator:
    schema = msgspec.json.decode(text)
    return Draft202012Validator(schema, validate_formats=True, pattern_options=RegexOptions(), offline=True)


def _depth(value: object, level: int = 0) -> int:
    if level > MAX_SCHEMA_DEPTH or not isinstance(value, dict | list):
        return level
    inner = value.values() if isinstance(value, dict) else value
    return max((_depth(each, level + 1) for each in inner), default=level + 1)


def _refused(message: str, *path: str | int) -> ViewpulseError:
    return ViewpulseError(ErrorCode.BAD_INPUT, message, field=["schema", *path])
