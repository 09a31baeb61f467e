"""``me``: who sends the request."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.access import USER
from resolvers.admin.projects import ProjectQuotas
from resolvers.context import Info
from resolvers.creators.creator import Creator
from resolvers.enums import register_enum
from resolvers.parts import part
from resolvers.root_fields import query_field
from server.access import Role
from server.analytics.access import is_creator
from server.consent import ConsentPolicy
from server.events.creator_profiles import find_creator
from server.storage.projects import ProjectRecord, find_project

register_enum(
    Role,
    "What a user may see and do, by the claim `role` of the token.",
    {
        Role.USER: "Its own history.",
        Role.CREATOR: "Its own history, and the numbers of its own contents.",
        Role.ADMIN: "Everything in its project.",
        Role.OPERATOR: "The projects of the server and their totals, and nothing of what is in them.",
    },
)


@strawberry.type(description="A project, as its admins see it.")
class OwnProject:
    """The project of an admin's token."""

    project_id: int = strawberry.field(description="Number of the project, which stands in tokens.")
    name: str = strawberry.field(description="Name of the project.")
    created_at: datetime = strawberry.field(description="When the project was created.")
    archived_at: datetime | None = strawberry.field(description="Since when it takes no events; null while it does.")
    consent: ConsentPolicy = strawberry.field(description="What becomes of events of viewers who have not consented.")
    quotas: ProjectQuotas = strawberry.field(description="How much it may hold.")

    @classmethod
    def from_record(cls, found: ProjectRecord) -> Self:
        """The API type of what is stored."""
        return cls(
            project_id=found.project_id,
            name=found.name,
            created_at=found.created_at,
            archived_at=found.archived_at,
            consent=found.consent,
            quotas=ProjectQuotas.from_quotas(found.quotas),
        )


@strawberry.type(description="The signed-in user, as its token says.")
class Me:
    """The type of ``me``."""

    user_id: strawberry.ID = strawberry.field(description="Id of the user: the claim `sub` of the token.")
    role: Role = strawberry.field(description="Role of the user.")
    expires_at: datetime | None = strawberry.field(
        description="When the token expires; a WebSocket or a stream of events that was opened with it ends then."
    )

    @part(
        description="The creator that the user is; null for others. An admin is a creator if one is known by the "
        "admin's user id."
    )
    async def creator(self, info: Info) -> Creator | None:
        """The creator with the user's id."""
        caller = info.context.caller
        if not await is_creator(info.context.read, caller):
            return None
        async with info.context.read() as connection:
            return Creator.from_profile(await find_creator(connection, caller.project_id, caller.require_user()))

    @part(description="The project of the token, as its admins see it; null for others.")
    async def project(self, info: Info) -> OwnProject | None:
        """The project, read where its settings are."""
        caller = info.context.caller
        if not caller.is_admin:
            return None
        async with info.context.services.directory.acquire() as connection:
            return OwnProject.from_record(await find_project(connection, caller.project_id))


@query_field(USER, "The signed-in user. Requires a token.", is_live=False)
async def me(info: Info) -> Me:
    """Who sends the request, with a token."""
    caller = info.context.caller
    assert caller.role is not None
    return Me(user_id=strawberry.ID(caller.require_user()), role=caller.role, expires_at=caller.expires_at)
