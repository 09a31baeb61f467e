"""``projects``, ``project`` and their mutations: what the operator of the server manages."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import OPERATOR
from resolvers.arguments import DefinitionArgument, IncludeArgument
from resolvers.context import Context, Info, Services
from resolvers.creators.platform_stats import PlatformStats
from resolvers.creators.totals import resolve_scope
from resolvers.field_metadata import FieldMetadata
from resolvers.pages import (
    COST_OF_SEARCH,
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    Paged,
    PageFirstArgument,
    page_fields,
    resolve_page,
)
from resolvers.parts import part
from resolvers.question_ids import question_id
from resolvers.root_fields import COST_IN_NODE, mutation_field, query_field
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics.creators.platform_stats import read_platform_stats
from server.analytics.project_state import read_project_state
from server.analytics.snapshot import read_snapshot
from server.errors import ErrorCode, ViewpulseError
from server.events.checking import is_storable
from server.metrics.view_definitions import DEFAULT_DEFINITION
from server.quotas import Quotas
from server.storage import audit_trail
from server.storage.cell_directory import DEFAULT_CELL, find_cell
from server.storage.cell_directory import create_project as create
from server.storage.projects import ProjectRecord, find_project, listed_projects
from server.storage.projects import archive_project as archive
from server.storage.projects import restore_project as restore

MAX_NAME_LENGTH = 200

ProjectArgument: TypeAlias = Annotated[int, strawberry.argument(description="Number of the project.")]
_NOT_HERE = "API processes follow within 30 seconds. For operators."


@strawberry.type(description="How much a project may hold; null where nothing limits it.")
class ProjectQuotas:
    """The quotas of a project."""

    events_per_day: Long | None = strawberry.field(description="Events stored on a day (UTC).")
    sessions_per_day: Long | None = strawberry.field(description="Sessions that begin on a day (UTC).")
    contents: Long | None = strawberry.field(description="Contents in the catalogue.")
    custom_types: Long | None = strawberry.field(description="Names of custom events.")

    @classmethod
    def from_quotas(cls, quotas: Quotas) -> Self:
        """The API type of quotas."""
        return cls(
            events_per_day=quotas.events_per_day,
            sessions_per_day=quotas.sessions_per_day,
            contents=quotas.contents,
            custom_types=quotas.custom_types,
        )


@strawberry.type(description="A project of the server, as its operator sees it.")
class Project:
    """The type of ``project``."""

    project_id: int = strawberry.field(description="Number of the project, which stands in tokens.")
    name: str = strawberry.field(description="Name of the project.")
    created_at: datetime = strawberry.field(description="When the project was created.")
    archived_at: datetime | None = strawberry.field(description="Since when it takes no events; null while it does.")
    deleted_at: datetime | None = strawberry.field(
        description="Since when its rows are being deleted; null while it exists."
    )
    cell: str = strawberry.field(description="Name of the cell that holds its data.")
    quotas: ProjectQuotas = strawberry.field(description="How much it may hold.")

    @part(
        description="Its totals, as its admins see them in `platformStats`; null if it is being deleted.",
        metadata=FieldMetadata(cost=COST_IN_NODE),
    )
    async def stats(
        self, info: Info, definition: DefinitionArgument = DEFAULT_DEFINITION, include: IncludeArgument = None
    ) -> PlatformStats | None:
        """The totals of the project, read in its cell."""
        asked = resolve_scope(info, None, time_range=None, timezone="UTC", definition=definition, include=include)
        if self.deleted_at is not None:
            return None
        query, services = replace(asked, project_id=self.project_id), await _services_of(info.context, self.project_id)
        viewers = "uniqueViewers.count" in selected_paths(info)
        async with services.snapshots, read_snapshot(services.pool, self.project_id) as connection:
            result = await read_platform_stats(connection, query, viewers=viewers)
            revision = (await read_project_state(connection, self.project_id)).revision
        stats = PlatformStats.from_result(query, result, revision)
        stats.id = question_id(
            "project.stats", self.project_id, {"definition": query.definition.name, "include": include}
        )
        return stats

    @classmethod
    def from_record(cls, record: ProjectRecord) -> Self:
        """The API type of a project."""
        return cls(
            project_id=record.project_id,
            name=record.name,
            created_at=record.created_at,
            archived_at=record.archived_at,
            deleted_at=record.deleted_at,
            cell=record.cell,
            quotas=ProjectQuotas.from_quotas(record.quotas),
        )


@strawberry.type(description="A project and its cursor.")
class ProjectEdge:
    """Edge of ``projects``."""

    node: Project = strawberry.field(description="The project.")
    cursor: str = strawberry.field(description="Opaque cursor of this project; pass it as `after` or `before`.")


@strawberry.type(description="A page of the projects of the server, by number.")
class ProjectConnection(Paged):
    """Connection of ``projects``."""

    edges: list[ProjectEdge] = strawberry.field(description="The projects of the page, with their cursors.")
    nodes: list[Project] = strawberry.field(description="The projects of the page.")


@query_field(
    OPERATOR,
    "The projects of the server, by number; those that are being deleted, too. For operators.",
    is_live=False,
    metadata=FieldMetadata(cost=COST_OF_SEARCH),
)
async def projects(
    info: Info,
    *,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
) -> ProjectConnection:
    """The list of projects, for an operator."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    directory = info.context.services.directory
    listed = replace(listed_projects(), total=lambda _source: directory.fetchval("SELECT count(*) FROM projects"))
    page = await listed.read(directory, request)
    return ProjectConnection(**page_fields(listed, page, ProjectEdge, Project.from_record))


@query_field(OPERATOR, "A project of the server. NOT_FOUND if there is none. For operators.", is_live=False)
async def project(info: Info, project_id: ProjectArgument) -> Project:
    """One project, for an operator."""
    return await _found(info.context, project_id)


@mutation_field(
    OPERATOR,
    "Creates a project; its first write key comes from its admins, or from `viewpulse key create`. For operators.",
)
async def create_project(
    info: Info,
    name: Annotated[
        str | None,
        strawberry.argument(description=f"Its name, up to {MAX_NAME_LENGTH} characters; left out: one of its number."),
    ] = None,
    cell: Annotated[str, strawberry.argument(description="Name of the cell that holds its data.")] = DEFAULT_CELL,
) -> Project:
    """Creates a project, for an operator."""
    if name is not None and not (name.strip() and len(name) <= MAX_NAME_LENGTH and is_storable(name)):
        message = f"`name` has 1-{MAX_NAME_LENGTH} characters, and no NUL or unpaired surrogate."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["name"])
    if not is_storable(cell):
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`cell` has no NUL and no unpaired surrogate.", field=["cell"])
    context = info.context
    await find_cell(context.services.directory, context.services.settings, cell)
    services = (
        context.services if context.services.cells is None else await context.services.cells.services_of_cell(cell)
    )
    async with context.services.directory.acquire() as connection, services.pool.acquire() as theirs:
        number = await create(connection, theirs, cell, project_id=None, name=name)
    await _note(context, number, "createProject")
    return await _found(context, number)


@mutation_field(OPERATOR, f"Lets a project take no more events; its questions are answered as before. {_NOT_HERE}")
async def archive_project(info: Info, project_id: ProjectArgument) -> Project:
    """Archives a project, for an operator."""
    await _found(info.context, project_id)
    await _note(info.context, project_id, "archiveProject")
    async with info.context.services.directory.acquire() as connection:
        await archive(connection, project_id)
    return await _found(info.context, project_id)


@mutation_field(OPERATOR, f"Lets an archived project take events again. {_NOT_HERE}")
async def restore_project(info: Info, project_id: ProjectArgument) -> Project:
    """Restores a project, for an operator."""
    await _found(info.context, project_id)
    await _note(info.context, project_id, "restoreProject")
    async with info.context.services.directory.acquire() as connection:
        await restore(connection, project_id)
    return await _found(info.context, project_id)


async def _found(context: Context, project_id: int) -> Project:
    async with context.services.directory.acquire() as connection:
        return Project.from_record(await find_project(connection, project_id))


async def _services_of(context: Context, project_id: int) -> Services:
    cells = context.services.cells
    return context.services if cells is None else await cells.services_of_project(project_id)


async def _note(context: Context, project_id: int, action: str) -> None:
    """Adds to the audit trail of a project what an operator is about to do to it, if a trail is kept."""
    services = await _services_of(context, project_id)
    async with services.pool.acquire() as connection:
        await audit_trail.note(
            connection,
            context.services.settings,
            project_id,
            action,
            role=str(context.caller.role),
            user_id=context.caller.require_operator(),
        )
