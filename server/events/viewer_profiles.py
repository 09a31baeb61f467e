"""Declared attributes of viewers: age group, gender, and whether they are bots. They take precedence over events."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias, TypeVar

import asyncpg
from msgspec import UNSET, UnsetType

from server.access import Caller
from server.consent import ConsentPolicy
from server.errors import ErrorCode, ViewpulseError, unavailable
from server.events.consent_ledger import find_consenting
from server.events.erased import MESSAGE
from server.events.event_enums import AgeGroup, EventEnum, Gender
from server.events.model import Rejection, RejectionCode
from server.events.upsert_item import UpsertItem
from server.events.writing import CONFLICT_TRIES
from server.storage.database import Pool
from server.storage.sql import load_sql
from server.storage.tombstones import ProjectTombstones, Tombstones
from server.viewer_keys import ViewerKind, key_of

MAX_VIEWERS = 100


class ViewerUpsert(UpsertItem):
    """A declaration about a viewer.

    Attributes:
        kind: Whether the id is a user's or a guest's session id; None for both, if an admin does not know.
    """

    kind: ViewerKind | None = None

    def keys(self, *, own: bool) -> list[str]:
        """The keys of the viewers that the declaration applies to; ``own``: users declare only for themselves."""
        kinds = [ViewerKind.USER] if own else list(ViewerKind)
        return [key_of(kind, self.id) for kind in kinds if self.kind in (None, kind)]


class ViewerRecord(ViewerUpsert):
    """Declared attributes of a viewer; an absent field keeps its declared value, null withdraws it."""

    age_group: AgeGroup | UnsetType | None = UNSET
    gender: Gender | UnsetType | None = UNSET


class ViewerClass(ViewerUpsert):
    """Whether a viewer is a bot; null lets the events decide."""

    bot: bool | None = None


Upserted = TypeVar("Upserted", bound=ViewerUpsert)
Named: TypeAlias = list[tuple[str, Upserted]]
"""What is declared, with the key of each viewer, in the order of the keys."""


async def upsert_viewers(
    pool: Pool, caller: Caller, items: Sequence[ViewerRecord | Rejection], tombstones: Tombstones
) -> list[ViewerRecord | Rejection]:
    """Declares age group and gender; metrics follow with the aggregator's next run.

    Args:
        pool: The database.
        caller: A user, for itself; or an admin, for any viewer.
        items: 1 to 100 viewers, as decoded by ``decode_upsert_item``.
        tombstones: Whom projects have erased.

    Returns:
        For each item, in order, what was declared; or a rejection: FORBIDDEN, SUBJECT_ERASED, CONSENT_REQUIRED, or
        BAD_INPUT for an id that occurs twice.

    Raises:
        ViewpulseError: UNAUTHENTICATED, or BAD_INPUT for no or too many items.
    """
    user = caller.require_user()

    def columns(named: Named[ViewerRecord]) -> dict[str, Sequence[object]]:
        return {
            "viewers": [key for key, _ in named],
            "age_groups": [_stored(record.age_group) for _, record in named],
            "genders": [_stored(record.gender) for _, record in named],
            "with_their_age": [key for key, record in named if record.age_group is UNSET],
            "with_their_gender": [key for key, record in named if record.gender is UNSET],
        }

    only = None if caller.is_admin else user
    return await _declare(pool, "upsert_viewers", caller, items, only=only, tombstones=tombstones, columns=columns)


async def classify_viewers(
    pool: Pool, caller: Caller, items: Sequence[ViewerClass | Rejection], tombstones: Tombstones
) -> list[ViewerClass | Rejection]:
    """Declares viewers to be bots or people, whatever bot detection found; metrics follow with the next run.

    Args:
        pool: The database.
        caller: An admin.
        items: 1 to 100 viewers, as decoded by ``decode_upsert_item``.
        tombstones: Whom projects have erased.

    Returns:
        For each item, in order, what was declared; or a rejection.

    Raises:
        ViewpulseError: UNAUTHENTICATED, FORBIDDEN, or BAD_INPUT for no or too many items.
    """
    caller.require_admin()

    def columns(named: Named[ViewerClass]) -> dict[str, Sequence[object]]:
        return {"viewers": [key for key, _ in named], "are_bots": [one.bot for _, one in named]}

    return await _declare(pool, "classify_viewers", caller, items, only=None, tombstones=tombstones, columns=columns)


def _stored(word: EventEnum | UnsetType | None) -> str | None:
    return word.stored if isinstance(word, EventEnum) else None


def _answers(
    items: Sequence[Upserted | Rejection],
    only: str | None,
    erased: ProjectTombstones,
    consenting: Collection[str] | None,
) -> tuple[list[Upserted | Rejection], Named[Upserted]]:
    """A result for each item, and the declarations by viewer, in the order of their keys."""
    if not 1 <= len(items) <= MAX_VIEWERS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"Send 1 to {MAX_VIEWERS} viewers.", field=["viewers"])
    answers: list[Upserted | Rejection] = []
    named: dict[str, Upserted] = {}
    for item in items:
        if isinstance(item, Rejection):
            answers.append(item)
        elif only is not None and (item.id != only or item.kind is ViewerKind.GUEST):
            answers.append(
                _refuse(item, RejectionCode.FORBIDDEN, "Only the viewer itself or an admin may declare this.")
            )
        elif any(map(erased.has, _keys(item, only))):
            answers.append(_refuse(item, RejectionCode.SUBJECT_ERASED, MESSAGE))
        elif not (keys := [key for key in _keys(item, only) if consenting is None or key in consenting]):
            answers.append(_refuse(item, RejectionCode.CONSENT_REQUIRED, "The viewer has not consented."))
        elif named.keys() & set(keys):
            answers.append(_refuse(item, RejectionCode.BAD_INPUT, "The request contains this viewer twice."))
        else:
            named |= dict.fromkeys(keys, item)
            answers.append(item)
    return answers, sorted(named.items(), key=_key)


def _keys(item: ViewerUpsert, only: str | None) -> list[str]:
    return item.keys(own=only is not None)


def _key(named: tuple[str, object]) -> str:
    return named[0]


def _refuse(item: UpsertItem, code: RejectionCode, message: str) -> Rejection:
    return Rejection(code=code, message=message, path=["id"], event_id=item.id, payload=item)


async def _declare(
    pool: Pool,
    statement: str,
    caller: Caller,
    items: Sequence[Upserted | Rejection],
    *,
    only: str | None,
    tombstones: Tombstones,
    columns: Callable[[Named[Upserted]], dict[str, Sequence[object]]],
) -> list[Upserted | Rejection]:
    """Declares what the items say; checks them again while further viewers are erased. Returns the results."""
    project_id = caller.project_id
    consenting: Collection[str] | None = None
    if caller.consent is not ConsentPolicy.OFF:
        keys = {key for item in items if not isinstance(item, Rejection) for key in _keys(item, only)}
        consenting = await find_consenting(pool, project_id, keys)
    erased = await tombstones.known(project_id)
    for tries_left in reversed(range(CONFLICT_TRIES)):
        answers, named = _answers(items, only, erased, consenting)
        if not named:
            return answers
        try:
            if await load_sql(__name__, statement).fetchval(
                pool, project=project_id, erasures=erased.number, **columns(named)
            ):
                return answers
            erased = await tombstones.newer(project_id, erased.number)
        except asyncpg.DeadlockDetectedError:  # with the aggregator, which claims in its own order
            if not tries_left:
                raise
    raise unavailable("Too many viewers are being erased; send the same again.")
