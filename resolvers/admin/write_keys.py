"""``writeKeys`` and the mutations that create, replace and revoke the write keys of a project."""

from datetime import datetime, timedelta
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import check_id
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.project_state import project_fields
from resolvers.root_fields import mutation_field, query_field
from server.analytics.project_state import read_project_state
from server.events.project_keys import ProjectKeys
from server.storage.write_keys import MAX_KEYS, MAX_LABEL_LENGTH, OVERLAP, WriteKeyRecord

FingerprintArgument: TypeAlias = Annotated[
    str, strawberry.argument(description="Fingerprint of the key, as `writeKeys` shows it.")
]


@strawberry.type(description="A write key. The key itself is shown once, when it is created: only its hash is stored.")
class WriteKey:
    """The API type of a stored key."""

    fingerprint: str = strawberry.field(description="The first 12 hexadecimal digits of its hash; names the key.")
    label: str = strawberry.field(description="Note on its purpose.")
    created_at: datetime = strawberry.field(description="When it was created.")
    expires_at: datetime | None = strawberry.field(
        description="When it ends, or ended, because another key replaces it; null: it stays valid."
    )
    revoked_at: datetime | None = strawberry.field(description="When it was revoked; null if it was not.")

    @classmethod
    def from_record(cls, found: WriteKeyRecord) -> Self:
        """The API type of what is stored."""
        return cls(
            fingerprint=found.fingerprint,
            label=found.label,
            created_at=found.created_at,
            expires_at=found.expires_at,
            revoked_at=found.revoked_at,
        )


@strawberry.type(description="The write keys of a project.")
class WriteKeys(Analytics):
    """The type of ``writeKeys``."""

    keys: list[WriteKey] = strawberry.field(
        description=f"The newest {MAX_KEYS} keys, oldest first; those that ended or were revoked, too.",
        metadata=FieldMetadata(length=MAX_KEYS),
    )


@strawberry.type(description="A new write key.")
class CreatedWriteKey:
    """The type of ``createWriteKey``."""

    key: str = strawberry.field(description="The key. It is never shown again.")
    write_key: WriteKey = strawberry.field(description="What is stored of it.")


@strawberry.type(description="A new write key, and the one that it replaces.")
class RotatedWriteKey(CreatedWriteKey):
    """The type of ``rotateWriteKey``."""

    replaced: WriteKey = strawberry.field(description="The old key, with the time when it ends.")


@query_field(ADMIN, f"The write keys of the project. For admins. {NO_VIEWS}")
async def write_keys(info: Info) -> WriteKeys:
    """The keys of the project, for an admin."""
    keys = await _keys(info).read(info.context.caller)
    async with info.context.read() as connection:
        state = await read_project_state(connection, info.context.caller.project_id)
    return WriteKeys(keys=[WriteKey.from_record(key) for key in keys], **project_fields(info, state))


@mutation_field(
    ADMIN,
    f"Creates a write key of the project, which has at most {MAX_KEYS} that are valid. Only this answer shows it. For "
    "admins; each call is logged.",
)
async def create_write_key(
    info: Info,
    label: Annotated[
        str, strawberry.argument(description=f"Note on its purpose, up to {MAX_LABEL_LENGTH} characters.")
    ] = "",
) -> CreatedWriteKey:
    """Creates a key, for an admin."""
    key, record = await _keys(info).create(info.context.caller, label, by=info.context.shown_caller)
    return CreatedWriteKey(key=key, write_key=WriteKey.from_record(record))


@mutation_field(
    ADMIN,
    "Creates a write key that replaces another, with its label. The old one stays valid for a while and then ends by "
    "itself, so that apps have time to change. NOT_FOUND if no valid key has the fingerprint. For admins; each call is "
    "logged.",
)
async def rotate_write_key(
    info: Info,
    fingerprint: FingerprintArgument,
    overlap: Annotated[
        timedelta, strawberry.argument(description="How long the old key stays valid, unless it ends before.")
    ] = OVERLAP,
) -> RotatedWriteKey:
    """Replaces a key, for an admin."""
    check_id(fingerprint, "fingerprint")
    key, record, old = await _keys(info).rotate(info.context.caller, fingerprint, overlap, by=info.context.shown_caller)
    return RotatedWriteKey(key=key, write_key=WriteKey.from_record(record), replaced=WriteKey.from_record(old))


@mutation_field(
    ADMIN,
    "Revokes a write key; every API process stops accepting it within 30 s. NOT_FOUND if no valid key has the "
    "fingerprint. For admins; each call is logged.",
)
async def revoke_write_key(info: Info, fingerprint: FingerprintArgument) -> WriteKey:
    """Revokes a key, for an admin."""
    check_id(fingerprint, "fingerprint")
    return WriteKey.from_record(
        await _keys(info).revoke(info.context.caller, fingerprint, by=info.context.shown_caller)
    )


def _keys(info: Info) -> ProjectKeys:
    services = info.context.services
    return ProjectKeys(services.directory, services.pool)
