"""``setConsent`` and ``consentHistory``: what viewers agree to, and who agreed to what when."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Self, TypeAlias

import strawberry

import resolvers.people.me  # noqa: F401 - registers the enum Role
from resolvers.access import CONSENT, OWN_CONSENT
from resolvers.consent_subject import ConsentSubjectArgument, resolve_subject
from resolvers.context import Info
from resolvers.event_enums import ConsentPurpose
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    Paged,
    PageFirstArgument,
    page_fields,
    resolve_page,
)
from resolvers.root_fields import mutation_field, query_field
from resolvers.tracking.track import require_allowed
from server.access import Role
from server.consent import MAX_PURPOSES
from server.errors import ErrorCode, ViewpulseError
from server.events import consent_ledger
from server.viewer_keys import ViewerKind, key_of, named_by

PurposesArgument: TypeAlias = Annotated[
    list[ConsentPurpose],
    strawberry.argument(description="All that the viewer agrees to from now on; an empty list: to nothing any more."),
]


@strawberry.type(description="What a viewer agreed to at one time.")
class ConsentEntry:
    """The API type of an entry of the ledger."""

    id: strawberry.ID = strawberry.field(description="Id of the entry.")
    user_id: strawberry.ID | None = strawberry.field(description="The user; null for a guest.")
    session_id: strawberry.ID | None = strawberry.field(description="The guest's session id; null for a user.")
    at: datetime = strawberry.field(description="When it was said, by the server's clock.")
    purposes: list[ConsentPurpose] = strawberry.field(
        description="All that the viewer agreed to from then on; empty: to nothing any more."
    )
    version: str = strawberry.field(description="Version of the text that the viewer was shown.")
    source: str | None = strawberry.field(description="Where the viewer was asked, as the app calls it.")
    role: Role | None = strawberry.field(
        description="Role of the token that said so; null: the app, with the write key."
    )

    @classmethod
    def from_entry(cls, entry: consent_ledger.ConsentEntry) -> Self:
        """The API type of a stored entry."""
        kind, name = named_by(entry.viewer_id)
        is_user = kind is ViewerKind.USER
        return cls(
            id=strawberry.ID(str(entry.entry_id)),
            user_id=strawberry.ID(name) if is_user else None,
            session_id=None if is_user else strawberry.ID(name),
            at=entry.at,
            purposes=list(entry.purposes),
            version=entry.version,
            source=entry.source,
            role=entry.role,
        )


@strawberry.type(description="An entry and its cursor.")
class ConsentEntryEdge:
    """Edge of ``consentHistory``."""

    node: ConsentEntry = strawberry.field(description="The entry.")
    cursor: str = strawberry.field(description="Opaque cursor of this entry; pass it as `after` or `before`.")


@strawberry.type(description="A page of who agreed to what when, newest first.")
class ConsentEntryConnection(Paged):
    """Connection of ``consentHistory``."""

    edges: list[ConsentEntryEdge] = strawberry.field(description="The entries of the page, with their cursors.")
    nodes: list[ConsentEntry] = strawberry.field(description="The entries of the page.")


def _viewer(arguments: Mapping[str, Any]) -> Iterator[str]:
    if (subject := arguments.get("subject")) is not None:
        yield key_of(*resolve_subject(subject))


@mutation_field(
    CONSENT,
    "Notes what a viewer agrees to from now on. Events that are sent after the answer follow it; what was stored "
    "before stays. The same again adds nothing. An app with the write key speaks for its guests, and for users where "
    "the project accepts ids without a token; a token for its own user; an admin for anyone. FORBIDDEN for an erased "
    "viewer. What projects do without consent: docs/privacy.md.",
    viewers=_viewer,
)
async def set_consent(
    info: Info,
    purposes: PurposesArgument,
    version: Annotated[
        str, strawberry.argument(description="Version of the text that the viewer was shown, up to 128 characters.")
    ],
    *,
    source: Annotated[
        str | None,
        strawberry.argument(description="Where the viewer was asked, such as `settings`; up to 128 characters."),
    ] = None,
    subject: ConsentSubjectArgument = None,
) -> ConsentEntry:
    """Adds an entry to the ledger."""
    context = info.context
    caller, services = context.caller, context.services
    if subject is not None:
        kind, viewer_id = resolve_subject(subject)
    elif caller.user_id is not None:
        kind, viewer_id = ViewerKind.USER, caller.user_id
    else:
        message = "Name the `subject`, or send a token in Authorization: Bearer …."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["subject"])
    consent_ledger.require_subject(caller, kind, viewer_id, "subject")
    if len(purposes) > MAX_PURPOSES:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`purposes` has at most {MAX_PURPOSES}.", field=["purposes"])
    if (limiter := services.limiter) is not None and not context.is_allowed:
        require_allowed(context, await limiter.note_consent(caller, key_of(kind, viewer_id)))
    entry = await consent_ledger.set_consent(
        services.pool,
        caller,
        key_of(kind, viewer_id),
        purposes,
        version=version,
        source=source,
        tombstones=services.ingest.tombstones,
        usage=services.ingest.usage,
        now=services.now(),
    )
    return ConsentEntry.from_entry(entry)


@query_field(
    OWN_CONSENT,
    "Who agreed to what when, newest first. Users see their own entries; admins those of a `subject`, or, without one, "
    "all. With `at`, what was in force then: of each viewer the last entry until that moment.",
    is_live=False,
)
async def consent_history(
    info: Info,
    target: str | None,
    *,
    at: Annotated[
        datetime | None,
        strawberry.argument(description="Only the entries that were in force at this moment, one of each viewer."),
    ] = None,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
) -> ConsentEntryConnection:
    """A page of the ledger, for the user or an admin."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    entries = consent_ledger.consent_entries(info.context.caller.project_id, target, at)
    async with info.context.read() as connection:
        page = await entries.read(connection, request)
    return ConsentEntryConnection(**page_fields(entries, page, ConsentEntryEdge, ConsentEntry.from_entry))
