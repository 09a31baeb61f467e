"""Every column that may name a person is in the one list that an erasure goes by, or is known to name nobody."""

from server.rollup.held import HELD, REMOVED, Subject, naming
from server.storage.database import Connection

TEXTS = """
SELECT table_name, column_name
FROM information_schema.columns JOIN pg_class ON relname = table_name AND relnamespace = current_schema()::regnamespace
WHERE table_schema = current_schema() AND relkind IN ('r', 'p') AND NOT relispartition
    AND (data_type IN ('text', 'uuid', 'json', 'jsonb', 'bytea', 'name', 'character varying', 'ARRAY'))
"""
NAMES_NOBODY: dict[str, str] = {
    "*.content_id": "a content",
    "*.creator_id": "a creator: what it published is not erased",
    "*.owner_id": "a creator",
    "content_viewers.liked_creator": "a creator",
    "content_viewers.saved_creator": "a creator",
    "contents.title": "what a creator or an admin wrote",
    "contents.caption": "what a creator or an admin wrote",
    "contents.thumbnail": "the address of a picture of a content",
    "creator_profiles.name": "what a creator or an admin wrote",
    "creator_profiles.picture": "the address of a picture of a creator",
    "changed_subjects.id": "a content, a creator, or a social account or workspace",
    "contents.type": "a type of content",
    "event_counts.type": "a type of event",
    "sales.type": "a type of event",
    "schema_usage.type": "a type of event",
    "schema_versions.type": "a type of event",
    "changed_subjects.kind": "a type of subject",
    "rejected_counts.code": "a code",
    "rejected_events.code": "a code",
    "content_scores.definition": "a definition of a view",
    "day_breakdowns.dimension": "a dimension",
    "day_retention.dimension": "a dimension",
    "cells.name": "of a cell",
    "event_counts.name": "of a custom event",
    "pinned_funnels.name": "of a funnel",
    "projects.name": "of a project",
    "social_workspaces.name": "of a workspace",
    "social_posts.kind": "a type of post",
    "raw_events.name": "of a custom event",
    "schema_usage.name": "of a custom event",
    "schema_versions.name": "of a custom event",
    "consent_entries.version": "of the text that a viewer was shown",
    "schema_usage.version": "a schema version",
    "schema_versions.version": "a schema version",
    "social_workspaces.timezone": "a time zone",
    "alembic_version.compatible_since": "of the schema of the database",
    "alembic_version.version_num": "of the schema of the database",
    "projects.cell": "of a project",
    "write_keys.label": "what an operator wrote about a write key",
    "projects.unsigned_ids": "a choice",
    "projects.consent": "a choice",
    "cells.database_url": "of a cell",
    "write_keys.key_hash": "a write key",
    "schema_versions.schema": "JSON Schema",
    "pinned_funnels.question": "the conditions of a funnel, as an admin wrote them",
    "campaign_spend.campaign": "a campaign",
    "campaign_spend.currency": "a currency",
    "sales.currency": "a currency",
    "imports.import_id": "the hash of a file",
    "imports.source": "the name of a file",
    "ingest_batches.first_id": "an event, for some seconds",
    "ingest_batches.last_id": "an event, for some seconds",
    "ingest_batches.trace": "a trace, for some seconds",
    "stale_curves.mark": "a run",
    "stream_marks.event_key": "an event that began or ended a stream, without its viewer",
    "day_breakdowns.value": "a value of a dimension, such as a country, of many viewers",
    "day_retention.value": "a value of a dimension, of many viewers",
    "day_retention.parts": "parts of a content",
    "day_retention.rises": "sums over viewers",
    "day_retention.rises_ms": "sums over viewers",
    "day_retention.falls": "sums over viewers",
    "day_retention.falls_ms": "sums over viewers",
    "day_retention.viewers": "sums over viewers",
    "day_retention.definitions": "definitions of a view",
    "day_retention.watched": "sums over viewers",
    "retention_curves.watched_until": "sums over viewers",
    "plays.delta_levels": "what a play watched",
    "plays.total_levels": "what a play watched",
    "raw_events.repeated_sections": "what an event watched",
    "viewer_sketches.start": "a sketch of many viewers",
    "viewer_sketches.engaged": "a sketch of many viewers",
    "viewer_sketches.peertube": "a sketch of many viewers",
    "viewer_sketches.linkedin": "a sketch of many viewers",
    "viewer_sketches.peertube2": "a sketch of many viewers",
    "viewer_sketches.linkedin2": "a sketch of many viewers",
    "day_breakdowns.sketch": "a sketch of many viewers",
    "*.engaged_sketch": "a sketch of many viewers",
    "*.peertube_sketch": "a sketch of many viewers",
    "*.linkedin_sketch": "a sketch of many viewers",
    "*.peertube2_sketch": "a sketch of many viewers",
    "*.linkedin2_sketch": "a sketch of many viewers",
    "erasures.erasure_id": "the keyed hash of a viewer",
    "erasures.subject_hash": "the keyed hash of a viewer",
    "erasures.secret_mark": "the secret of that hash",
    "erasures.counts": "numbers by table",
    "erasures.alias_key": "random bytes, until the erasure is finished",
    "consent_entries.entry_id": "an entry, in rows that name its viewer",
    "consent_entries.purposes": "purposes",
    "consent_entries.source": "a part of an app",
    "consent_entries.role": "of a token",
    "consent_salts.salt": "random bytes of one day",
    "audit_entries.actor": "the keyed hash of a user",
    "audit_entries.subjects": "the keyed hashes of viewers",
    "audit_entries.role": "of a token",
    "audit_entries.action": "the name of a mutation or a command",
    "audit_entries.hash": "a keyed hash of the entry",
    "audit_heads.hash": "that of the last entry",
    "audit_heads.mark": "a keyed hash of the last entry",
    "*.workspace_id": "a customer, brand or team",
    "*.account_id": "an account that was connected to be measured: what it published is not erased",
    "*.post_id": "a post of such an account",
    "social_accounts.network": "a social network",
    "*.external_id": "such an account, at its network",
    "social_accounts.handle": "such an account, at its network",
    "social_accounts.state": "whether an account is collected",
    "social_accounts.reason": "why a number is missing, or an account is not collected",
    "social_days.reason": "why a number is missing, or is an estimate",
    "social_days.subject": "an account itself, or its posts",
    "social_days.metric": "a metric",
    "social_days.provenance": "where a number comes from",
    "social_accounts.days_zone": "a time zone",
    "social_values.reason": "why a number is missing, or an account is not collected",
    "social_latest.reason": "why a number is missing, or an account is not collected",
    "social_accounts.outcome": "of a collection",
    "social_collections.outcome": "of a collection",
    "social_accounts.detail": "why a collection failed",
    "social_collections.detail": "why a collection failed",
    "social_accounts.taken_by": "a collection",
    "social_collections.collection": "a collection",
    "social_tokens.token": "encrypted under keys that are not in the database",
    "social_tokens.key_mark": "such a key",
    "social_posts.form": "what a network calls its kinds of posts",
    "social_posts.title": "what the owner of a connected account published",
    "social_posts.url": "the address of a post",
    "social_values.metric": "a metric",
    "social_latest.metric": "a metric",
    "social_values.grain": "whether a number is of a moment or a day",
    "social_latest.grain": "whether a number is of a moment or a day",
    "social_values.provenance": "where a number comes from",
    "social_latest.provenance": "where a number comes from",
    "social_values.source": "what a network calls a metric",
    "social_latest.source": "what a network calls a metric",
    "social_values.api_version": "of the interface of a network",
    "social_latest.api_version": "of the interface of a network",
    "social_answers.request": "what was asked of a network, without tokens",
    "social_answers.body": "numbers and posts of a connected account",
    "sales.event_id": "an event, by the id of its row",
    "sales.order_id": "an order of a shop: refunds that come later need it",
    "sales.product_id": "a product",
    "plays.campaign": "a campaign",
    "raw_events.campaign": "a campaign",
    "sales.campaign": "a campaign",
    "sales.payment_method": "a means of payment",
    "plays.source_type": "attribute of a visit",
    "plays.referrer": "attribute of a visit",
    "raw_events.referrer": "attribute of a visit",
    "raw_events.entry_point": "attribute of a visit",
    "plays.device_type": "attribute of a device",
    "plays.platform": "attribute of a device",
    "plays.os": "attribute of a device",
    "raw_events.os": "attribute of a device",
    "raw_events.os_version": "attribute of a device",
    "raw_events.model": "attribute of a device",
    "plays.app_version": "attribute of an app",
    "raw_events.app_version": "attribute of an app",
    "schema_usage.app_version": "attribute of an app",
    "raw_events.sdk": "attribute of an app",
    "schema_usage.sdk": "attribute of an app",
    "plays.network_type": "attribute of a network",
    "plays.country": "attribute of a place",
    "raw_events.country": "attribute of a place",
    "raw_events.country_name": "attribute of a place",
    "plays.region": "attribute of a place",
    "raw_events.region": "attribute of a place",
    "plays.city": "attribute of a place",
    "raw_events.city": "attribute of a place",
    "plays.timezone": "attribute of a place",
    "raw_events.timezone": "attribute of a place",
    "viewer_profiles.age_group": "attribute of a viewer, in rows that name it",
    "viewers.age_group": "attribute of a viewer, in rows that name it",
    "viewer_profiles.gender": "attribute of a viewer, in rows that name it",
    "viewers.gender": "attribute of a viewer, in rows that name it",
    "viewers.sent_age_group": "attribute of a viewer, in rows that name it",
    "viewers.sent_gender": "attribute of a viewer, in rows that name it",
    "viewers.declared_age_group": "attribute of a viewer, in rows that name it",
    "viewers.declared_gender": "attribute of a viewer, in rows that name it",
    "raw_events.id": "goes with the event",
    "raw_events.play_uuid": "goes with the event",
    "raw_events.play_name": "goes with the event",
    "raw_events.client_id": "goes with the event",
    "raw_events.properties": "goes with the event",
    "raw_events.bot_reason": "goes with the event",
    "raw_events.other_version": "a schema version",
}
"""What other columns hold, by ``TABLE.COLUMN``, or by ``*.COLUMN`` where the name says it in any table."""


async def test_every_column_is_in_the_list_or_names_nobody(database: Connection) -> None:
    columns = [(row["table_name"], row["column_name"]) for row in await database.fetch(TEXTS)]
    assert {("raw_events", "user_id"), ("plays", "play_key"), ("rejected_events", "payload")} <= set(columns)
    unknown = [
        f"{table}.{column}"
        for table, column in columns
        if column not in HELD.get(table, {})
        and f"{table}.{column}" not in NAMES_NOBODY
        and f"*.{column}" not in NAMES_NOBODY
    ]
    assert unknown == [], "name it in HELD (server/rollup/held.py), or say here what it holds"


async def test_the_list_names_columns_that_exist(database: Connection) -> None:
    columns = {(row["table_name"], row["column_name"]) for row in await database.fetch(TEXTS)}
    assert {(table, column) for table, named in HELD.items() for column in named} - columns == set()
    known = {f"{table}.{column}" for table, column in columns} | {f"*.{column}" for _, column in columns}
    assert NAMES_NOBODY.keys() - known == set()
    anywhere = {name for name in NAMES_NOBODY if name.startswith("*.")}
    assert all(name.endswith(("_id", "_sketch")) for name in anywhere), (
        "a word such as `name` may name anyone elsewhere"
    )


async def test_what_names_a_viewer_can_be_asked_of_each_table(database: Connection) -> None:
    for table in HELD.keys() - set(REMOVED):
        condition, values = naming(table, Subject("ann", ["s1"], ["s1"]))
        assert values, table
        sql = f"SELECT count(*) FROM {table} WHERE project_id = $1 AND ({condition})"
        assert await database.fetchval(sql, 1, *values) == 0
