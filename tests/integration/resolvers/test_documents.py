"""The documents of the clients: valid, listed with their ids, and answered by the real path."""

import json
from collections import Counter
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, OperationType, parse, validate

from resolvers.documents import FOLDER, MANIFEST, document_id, live_documents, load_documents, print_manifest
from resolvers.node import global_id
from resolvers.schema import ROOT_FIELDS, build_schema
from server.access import NO_PROJECT, Caller, Role
from server.live.operation import Delivery
from server.rollup.erasures import erasure_id_of
from server.storage.tombstones import PrivacySecret
from server.storage.write_keys import fingerprint_of, hash_write_key, register_write_key
from server.transport.budget import Limits, check_spending, measure
from server.transport.execution import Executor
from server.transport.failures import OperationRefused
from tests.conftest import PRIVACY_SECRET
from tests.contexts import contexts_of
from tests.integration.analytics.stack import ADMIN, APP, Stack, creator, event, user
from tests.integration.resolvers.social_documents import SOCIAL, come_back, connect_social
from tests.integration.resolvers.stored_links import SHARING, store_link

DOCUMENTS = load_documents()
SCHEMA = build_schema()._schema


def test_there_are_documents_for_the_three_kinds_of_client() -> None:
    assert {path.split("/")[0] for path in DOCUMENTS} == {"mobile", "dashboard", "live"}


def test_the_folder_holds_documents_and_their_manifest_only() -> None:
    found = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*") if file.is_file()}
    assert found == {*DOCUMENTS, MANIFEST}, "a Python file in graphql/ would shadow graphql-core"


def test_the_manifest_is_current() -> None:
    assert (FOLDER / MANIFEST).read_text() == print_manifest(DOCUMENTS), "run `python -m resolvers.documents`"


def test_the_live_documents_are_those_of_the_queries() -> None:
    live = {path: text for path, text in DOCUMENTS.items() if path.startswith("live/")}
    assert live == live_documents(DOCUMENTS), "run `python -m resolvers.documents`"


def test_a_live_document_keeps_its_comment_and_the_layout_of_the_query() -> None:
    query = """# Saved.
query Saved($first: Int! = 20) {
  saved: savedContents(
    first: $first
  ) {
    ...SavedPage
  }
}

fragment SavedPage on SavedContentConnection {
  revision
}
"""
    subscription = """subscription SavedLive($first: Int! = 20, $afterRevision: Long, $every: Duration) {
  saved: savedContents(
    first: $first
    afterRevision: $afterRevision
    every: $every
  ) {
    ...SavedLivePage
  }
}

fragment SavedLivePage on SavedContentConnection {
  revision
}
"""
    path = "live/SavedLive.graphql"
    [(made, text)] = live_documents({"mobile/Saved.graphql": query}).items()
    assert (made, text.partition("\n")[2]) == (path, subscription)
    assert text.startswith(
        "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $af"
    )
    kept = live_documents({"mobile/Saved.graphql": query, path: f"# Mine.\n# Twice.\n{text}"})
    assert kept == {path: f"# Mine.\n# Twice.\n{text}"}


@pytest.mark.parametrize(
    "document", ["{ rejectedCounts { code } }", "{ a: definitions { name } b: definitions { name } }"]
)
def test_a_query_of_several_or_no_live_fields_has_no_live_document(document: str) -> None:
    assert live_documents({"dashboard/One.graphql": f"query One {document}"}) == {}


def test_the_manifest_lists_the_documents_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "mobile").mkdir()
    (tmp_path / "mobile" / "One.graphql").write_text("{ a }")
    manifest = json.loads(print_manifest(load_documents(tmp_path)))
    assert manifest == {"mobile/One.graphql": document_id("{ a }")}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_is_valid_and_named_as_its_file(path: str) -> None:
    document = parse(DOCUMENTS[path])
    assert validate(SCHEMA, document) == []
    operation, *fragments = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert all(isinstance(fragment, FragmentDefinitionNode) for fragment in fragments)
    assert operation.name
    assert operation.name.value == Path(path).stem
    assert (operation.operation is OperationType.SUBSCRIPTION) == path.startswith("live/")


def test_no_two_documents_share_a_name() -> None:
    """Relay, graphql-inspector and code generators put all operations and fragments of a project into one namespace."""
    named = Counter(
        definition.name.value
        for text in DOCUMENTS.values()
        for definition in parse(text).definitions
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode) and definition.name
    )
    assert [name for name, uses in named.items() if uses > 1] == []


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_fragment_is_named_after_its_file(path: str) -> None:
    """What Relay demands of fragments; it keeps their names unique as well."""
    for definition in parse(DOCUMENTS[path]).definitions:
        if isinstance(definition, FragmentDefinitionNode):
            assert definition.name.value.startswith(Path(path).stem)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_stays_well_within_the_limits(path: str) -> None:
    document = parse(DOCUMENTS[path])
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    spending, limits = measure(SCHEMA, document, operation, {}), Limits()
    check_spending(spending, limits)
    assert spending.cost * 2 <= limits.cost


CURVES = " ".join(f"r{n}: retention(points: 4) {{ views }}" for n in range(30))


async def test_a_document_cannot_ask_for_thirty_curves(stack: Stack) -> None:
    services = stack.services
    executor = Executor(stack.schema, contexts_of(services), services.settings, root_fields=ROOT_FIELDS)
    operation = executor.prepare(f'{{ contentAnalytics(contentId: "c1") {{ {CURVES} }} }}', None, ADMIN)
    with pytest.raises(OperationRefused) as refused:
        await executor.run(operation, {}, ADMIN, request_id="r1")
    [error] = refused.value.errors
    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"
    assert "cost" in error["message"]


BOX = {"south": 52.3, "west": 13.0, "north": 52.7, "east": 13.8}
REVENUE = {"of": {"campaign": "spring"}, "by": "DAY", "range": {"days": 7}}
FUNNEL = [{"types": ["VIEW"]}, {"watched": {"percent": 50}}]
ERASED = str(erasure_id_of(PrivacySecret(PRIVACY_SECRET.encode()).hash_viewer(1, "u:gone")))
OPERATOR = Caller(project_id=NO_PROJECT, user_id="op", role=Role.OPERATOR)
ASKED_BY_ADMINS = (
    *("dashboard/PlatformStats", "dashboard/Activity", "dashboard/OwnProject", "dashboard/WriteKeys"),
    *("dashboard/ProcessEvents", "dashboard/RecomputeScores", "dashboard/PlatformWatching"),
    *("live/ActivityLive", "live/WriteKeysLive", "live/PlatformStatsLive", "live/PlatformWatchingLive"),
)
"""Documents of admins that take no variables."""
VARIABLES: dict[str, tuple[Caller, dict[str, Any]]] = {
    **{f"{path}.graphql": (ADMIN, {}) for path in ASKED_BY_ADMINS},
    "mobile/TrackEvent.graphql": (APP, {"event": event("LIKE")}),
    "mobile/TrackEvents.graphql": (
        APP,
        {"events": [event("SHARE"), event("SAVE")], "context": {"device": {"os": "iOS"}}},
    ),
    "mobile/CreateSession.graphql": (APP, {"session": {"userId": "u1", "device": {"type": "MOBILE"}}}),
    "mobile/CloseSession.graphql": (APP, {"sessionId": "s1"}),
    "mobile/RecordEngagementBatch.graphql": (
        APP,
        {"engagements": [{"type": "VIEW", "contentId": "c1", "watchTime": 3}, {"type": "SKIP", "contentId": "c1"}]},
    ),
    "mobile/RecordInteraction.graphql": (APP, {"interaction": {"type": "WHATSAPP", "contentId": "c1"}}),
    "mobile/RecordInteractions.graphql": (APP, {"interactions": [{"type": "BOOK_VIEWING", "contentId": "c1"}]}),
    "mobile/SaveContent.graphql": (APP, {"contentId": "c1", "sessionId": "s1"}),
    "mobile/ShareContent.graphql": (APP, {"contentId": "c1", "platform": "whatsapp"}),
    "mobile/TrackView.graphql": (APP, {"view": {"contentId": "c1", "dwellTime": 4, "scrollDepth": 80}}),
    "mobile/TrackPurchase.graphql": (APP, {"purchase": {"productId": "p1", "amount": "12.50", "currency": "EUR"}}),
    "mobile/TrackStream.graphql": (APP, {"stream": {"contentId": "c1", "action": "GIFT", "gift": "rose"}}),
    "mobile/TrackSessionEvent.graphql": (APP, {"session": {"action": "START"}}),
    "mobile/TrackEngagement.graphql": (APP, {"engagement": {"action": "poll", "metadata": {"choice": 2}}}),
    "mobile/SetConsent.graphql": (APP, {"subject": {"sessionId": "s1"}, "purposes": ["ANALYTICS"], "version": "1"}),
    "mobile/UpsertViewers.graphql": (ADMIN, {"viewers": [{"id": "u1", "ageGroup": "AGE_25_34"}]}),
    "dashboard/ClassifyViewers.graphql": (ADMIN, {"viewers": [{"id": "u1", "bot": False}]}),
    "dashboard/Content.graphql": (ADMIN, {"contentId": "c1"}),
    "dashboard/Creator.graphql": (ADMIN, {"creatorId": "k1", "range": {"last": "24h"}}),
    "dashboard/Session.graphql": (ADMIN, {"sessionId": "s1"}),
    "dashboard/Node.graphql": (ADMIN, {"id": global_id("Content", "c1")}),
    "dashboard/Nodes.graphql": (ADMIN, {"ids": [global_id("Creator", "k1"), global_id("Session", "s1")]}),
    "dashboard/ContentAudience.graphql": (ADMIN, {"contentId": "c1", "first": 3}),
    "dashboard/WeekHours.graphql": (ADMIN, {"of": {"contentId": "c1"}}),
    "dashboard/Breakdown.graphql": (ADMIN, {"of": {"contentId": "c1"}, "by": ["WEEKDAY", "HOUR"], "first": 168}),
    "dashboard/ContentAnalytics.graphql": (ADMIN, {"contentId": "c1"}),
    "dashboard/ContentsAnalytics.graphql": (ADMIN, {"contentIds": ["c1", "c2"], "range": {"days": 7}}),
    "live/ContentsAnalyticsLive.graphql": (ADMIN, {"contentIds": ["c1", "c2"], "range": {"days": 7}}),
    "dashboard/ContentByDefinition.graphql": (ADMIN, {"contentId": "c1", "include": {"bots": True, "selfViews": True}}),
    "dashboard/ContentComparison.graphql": (ADMIN, {"contentId": "c1", "to": "PLATFORM_AVERAGE"}),
    "dashboard/ContentScores.graphql": (ADMIN, {"contentId": "c1", "definition": "engaged@1"}),
    "dashboard/ContentCurves.graphql": (ADMIN, {"contentId": "c1"}),
    "dashboard/ContentRetention.graphql": (ADMIN, {"contentId": "c1", "curve": "COVERAGE"}),
    "dashboard/ContentVelocity.graphql": (ADMIN, {"contentId": "c1"}),
    "dashboard/Definitions.graphql": (Caller(), {}),
    "dashboard/CreatorAnalytics.graphql": (ADMIN, {"creatorId": "k1", "range": {"last": "24h"}}),
    "dashboard/EventVocabulary.graphql": (Caller(), {}),
    "dashboard/PlatformAnalytics.graphql": (ADMIN, {"range": {"months": 1}, "timezone": "Asia/Kathmandu"}),
    "dashboard/RejectedEvents.graphql": (ADMIN, {"first": 5}),
    "dashboard/Realtime.graphql": (ADMIN, {"of": {"contentId": "c1"}, "minutes": 60}),
    "dashboard/Series.graphql": (ADMIN, {"of": {"contentId": "c1"}, "by": "HOUR", "range": {"last": "2d"}}),
    "dashboard/SessionAnalytics.graphql": (ADMIN, {"sessionId": "s1"}),
    "dashboard/StreamAnalytics.graphql": (ADMIN, {"contentId": "c1", "include": {"selfViews": True}}),
    "dashboard/UpsertContents.graphql": (
        ADMIN,
        {"contents": [{"id": "c1", "type": "VIDEO", "creatorId": "k1", "title": "One", "duration": 12.5}]},
    ),
    "dashboard/UpsertCreators.graphql": (ADMIN, {"creators": [{"id": "k1", "name": "Ada"}]}),
    "dashboard/Creators.graphql": (ADMIN, {"search": "k1", "by": "LIKES", "range": {"days": 7}}),
    "live/CreatorsLive.graphql": (ADMIN, {"search": "k1", "by": "LIKES", "range": {"days": 7}}),
    "dashboard/Contents.graphql": (ADMIN, {"types": ["VIDEO"], "creatorId": "k1", "sort": "TITLE", "last": 5}),
    "dashboard/Me.graphql": (creator("k1"), {}),
    "mobile/Trending.graphql": (APP, {"window": "7d"}),
    "mobile/TopContents.graphql": (APP, {"by": "VIEWS", "range": {"last": "24h"}}),
    "dashboard/CreatorAudience.graphql": (ADMIN, {"creatorId": "k1"}),
    "dashboard/PlatformAudience.graphql": (ADMIN, {"range": {"months": 1}}),
    "dashboard/CreatorComparison.graphql": (ADMIN, {"creatorId": "k1", "to": "PLATFORM_AVERAGE"}),
    "dashboard/CreatorContents.graphql": (ADMIN, {"creatorId": "k1", "sort": "VIEWS"}),
    "dashboard/MyDashboard.graphql": (ADMIN, {"creatorId": "k1", "timezone": "Asia/Kolkata"}),
    "dashboard/EventCounts.graphql": (ADMIN, {"by": "DAY", "types": ["VIEW", "PURCHASE"], "range": {"days": 7}}),
    "dashboard/Revenue.graphql": (ADMIN, REVENUE),
    "live/RevenueLive.graphql": (ADMIN, REVENUE),
    "dashboard/RevenueBreakdown.graphql": (ADMIN, {"of": {"contentId": "c1"}, "currency": "EUR", "by": "PRODUCT"}),
    "live/RevenueBreakdownLive.graphql": (ADMIN, {"of": {"contentId": "c1"}, "currency": "EUR", "by": "PRODUCT"}),
    "dashboard/UpsertCampaignSpend.graphql": (
        ADMIN,
        {"items": [{"campaign": "spring", "day": "2026-11-17", "currency": "EUR", "amount": "4"}]},
    ),
    "dashboard/SchemaVersions.graphql": (ADMIN, {"type": "LIKE"}),
    "dashboard/RegisterSchemaVersion.graphql": (ADMIN, {"type": "LIKE", "version": "1.2.0", "schema": {}}),
    "dashboard/DeprecateSchemaVersion.graphql": (ADMIN, {"type": "LIKE", "version": "1.0.0"}),
    "dashboard/SchemaUsage.graphql": (ADMIN, {"types": ["VIEW_START"], "first": 5}),
    "live/SchemaUsageLive.graphql": (ADMIN, {"types": ["VIEW_START"], "first": 5}),
    "dashboard/Retention.graphql": (ADMIN, {"start": {"types": ["VIEW"]}, "by": "DAY", "range": {"days": 7}}),
    "live/RetentionLive.graphql": (ADMIN, {"start": {"types": ["VIEW"]}, "by": "DAY", "range": {"days": 7}}),
    "dashboard/Cohorts.graphql": (ADMIN, {"dimension": "COUNTRY", "currency": "EUR", "range": {"days": 7}}),
    "live/CohortsLive.graphql": (ADMIN, {"dimension": "COUNTRY", "currency": "EUR", "range": {"days": 7}}),
    "dashboard/Funnel.graphql": (ADMIN, {"steps": FUNNEL, "order": "ANY", "range": {"days": 7}}),
    "dashboard/FunnelBreakdown.graphql": (ADMIN, {"steps": FUNNEL, "by": "COUNTRY", "window": "1d"}),
    "dashboard/FunnelViewers.graphql": (ADMIN, {"steps": FUNNEL, "step": 1, "first": 5}),
    "dashboard/PinFunnel.graphql": (ADMIN, {"name": "Likes", "steps": FUNNEL}),
    "dashboard/EventDashboard.graphql": (ADMIN, {"timeframe": "24h", "by": "HOUR", "topEvents": 5}),
    "live/EventDashboardLive.graphql": (ADMIN, {"timeframe": "24h", "by": "HOUR", "topEvents": 5}),
    "dashboard/UnpinFunnel.graphql": (ADMIN, {"name": "Likes"}),
    "dashboard/NewestEvents.graphql": (ADMIN, {"range": {"last": "24h"}, "first": 5}),
    "live/NewestEventsLive.graphql": (ADMIN, {"range": {"last": "24h"}, "first": 5}),
    "dashboard/ConsentHistory.graphql": (ADMIN, {"subject": {"userId": "u1"}, "last": 5}),
    "dashboard/SetConsentPolicy.graphql": (ADMIN, {"consent": "OFF"}),
    "dashboard/CreateWriteKey.graphql": (ADMIN, {"label": "the app"}),
    "dashboard/RotateWriteKey.graphql": (ADMIN, {"fingerprint": fingerprint_of(hash_write_key("a key to rotate"))}),
    "dashboard/RevokeWriteKey.graphql": (ADMIN, {"fingerprint": fingerprint_of(hash_write_key("a key to revoke"))}),
    **SHARING,
    "dashboard/Projects.graphql": (OPERATOR, {}),
    "dashboard/Project.graphql": (OPERATOR, {"projectId": 1}),
    "dashboard/CreateProject.graphql": (OPERATOR, {"name": "Another one"}),
    "dashboard/ArchiveProject.graphql": (OPERATOR, {"projectId": 1}),
    "dashboard/RestoreProject.graphql": (OPERATOR, {"projectId": 1}),
    "dashboard/RemoveEvents.graphql": (ADMIN, {"filter": {"contentId": "c1"}}),
    "dashboard/EraseViewer.graphql": (ADMIN, {"id": "gone"}),
    "dashboard/Erasure.graphql": (ADMIN, {"id": ERASED}),
    "live/ErasureLive.graphql": (ADMIN, {"id": ERASED}),
    "live/TrendingLive.graphql": (APP, {"window": "7d"}),
    "live/TopContentsLive.graphql": (APP, {"by": "VIEWS", "range": {"last": "24h"}}),
    "live/CreatorAudienceLive.graphql": (ADMIN, {"creatorId": "k1"}),
    "live/PlatformAudienceLive.graphql": (ADMIN, {"range": {"months": 1}}),
    "live/CreatorComparisonLive.graphql": (ADMIN, {"creatorId": "k1", "to": "PLATFORM_AVERAGE"}),
    "live/CreatorContentsLive.graphql": (ADMIN, {"creatorId": "k1", "sort": "VIEWS"}),
    "live/MyDashboardLive.graphql": (ADMIN, {"creatorId": "k1", "timezone": "Asia/Kolkata"}),
    "live/EventCountsLive.graphql": (ADMIN, {"by": "DAY", "types": ["VIEW", "PURCHASE"], "range": {"days": 7}}),
    "live/FunnelLive.graphql": (ADMIN, {"steps": FUNNEL, "order": "ANY", "range": {"days": 7}}),
    "live/FunnelBreakdownLive.graphql": (ADMIN, {"steps": FUNNEL, "by": "COUNTRY", "window": "1d"}),
    "live/FunnelViewersLive.graphql": (ADMIN, {"steps": FUNNEL, "step": 1, "first": 5}),
    "live/ContentAudienceLive.graphql": (ADMIN, {"contentId": "c1", "first": 3}),
    "live/WeekHoursLive.graphql": (ADMIN, {"of": {"contentId": "c1"}}),
    "live/BreakdownLive.graphql": (ADMIN, {"of": {"contentId": "c1"}, "by": ["WEEKDAY", "HOUR"], "first": 168}),
    "live/ContentAnalyticsLive.graphql": (ADMIN, {"contentId": "c1"}),
    "live/ContentComparisonLive.graphql": (ADMIN, {"contentId": "c1", "to": "PLATFORM_AVERAGE"}),
    "live/ContentScoresLive.graphql": (ADMIN, {"contentId": "c1", "definition": "engaged@1"}),
    "live/ContentCurvesLive.graphql": (ADMIN, {"contentId": "c1"}),
    "live/ContentRetentionLive.graphql": (ADMIN, {"contentId": "c1", "curve": "COVERAGE"}),
    "live/ContentVelocityLive.graphql": (ADMIN, {"contentId": "c1"}),
    "dashboard/ContentWatching.graphql": (ADMIN, {"contentId": "c1"}),
    "dashboard/CreatorWatching.graphql": (ADMIN, {"creatorId": "k1"}),
    "live/ContentWatchingLive.graphql": (ADMIN, {"contentId": "c1"}),
    "live/CreatorWatchingLive.graphql": (ADMIN, {"creatorId": "k1"}),
    "live/DefinitionsLive.graphql": (Caller(), {}),
    "live/CreatorAnalyticsLive.graphql": (ADMIN, {"creatorId": "k1", "range": {"last": "24h"}}),
    "live/PlatformAnalyticsLive.graphql": (ADMIN, {"range": {"months": 1}, "timezone": "Asia/Kathmandu"}),
    "live/RealtimeLive.graphql": (ADMIN, {"of": {"contentId": "c1"}, "minutes": 60}),
    "live/SeriesLive.graphql": (ADMIN, {"of": {"contentId": "c1"}, "by": "HOUR", "range": {"last": "2d"}}),
    "live/SessionAnalyticsLive.graphql": (ADMIN, {"sessionId": "s1"}),
    "live/StreamAnalyticsLive.graphql": (ADMIN, {"contentId": "c1", "include": {"selfViews": True}}),
    "mobile/WatchHistory.graphql": (user("u1"), {"first": 5}),
    "live/WatchHistoryLive.graphql": (user("u1"), {"first": 5}),
    "mobile/SavedContents.graphql": (user("u1"), {}),
    "live/SavedContentsLive.graphql": (user("u1"), {}),
    "mobile/LikeState.graphql": (user("u1"), {"contentIds": ["c1"]}),
    "live/LikeStateLive.graphql": (user("u1"), {"contentIds": ["c1"]}),
    "mobile/SaveState.graphql": (APP, {"contentIds": ["c1"], "sessionId": "guest"}),
    "live/SaveStateLive.graphql": (APP, {"contentIds": ["c1"], "sessionId": "guest"}),
    "mobile/InteractionHistory.graphql": (user("u1"), {"sessionId": "s1", "types": ["VIEW", "LIKE"]}),
    "live/InteractionHistoryLive.graphql": (user("u1"), {"sessionId": "s1", "types": ["VIEW", "LIKE"]}),
    "dashboard/AreaCounts.graphql": (ADMIN, {"resolution": 3, "box": BOX, "range": {"last": "7d"}}),
    "live/AreaCountsLive.graphql": (ADMIN, {"resolution": 3, "box": BOX, "range": {"last": "7d"}}),
    "dashboard/Events.graphql": (ADMIN, {"filter": {"contentId": "c1", "family": "playback"}}),
    "live/EventsLive.graphql": (ADMIN, {"filter": {"contentId": "c1", "family": "playback"}}),
    "dashboard/EventsNear.graphql": (ADMIN, {"point": {"latitude": 52.5, "longitude": 13.4}, "radius": 20_000}),
    "live/EventsNearLive.graphql": (ADMIN, {"point": {"latitude": 52.5, "longitude": 13.4}, "radius": 20_000}),
    "dashboard/EventsInBox.graphql": (ADMIN, {"box": BOX, "range": {"calendar": {"unit": "DAY"}}}),
    "live/EventsInBoxLive.graphql": (ADMIN, {"box": BOX, "range": {"calendar": {"unit": "DAY"}}}),
    "dashboard/ContentEngagement.graphql": (ADMIN, {"contentId": "c1", "include": {"bots": True}}),
    "live/ContentEngagementLive.graphql": (ADMIN, {"contentId": "c1", "include": {"bots": True}}),
    "dashboard/PlatformComparison.graphql": (ADMIN, {"range": {"weeks": 1}, "timezone": "Asia/Kolkata"}),
    "live/PlatformComparisonLive.graphql": (ADMIN, {"range": {"weeks": 1}, "timezone": "Asia/Kolkata"}),
    **SOCIAL,
}


async def answer_to(stack: Stack, path: str) -> tuple[dict[str, Any], int | None]:
    """The data a client gets, by the executor of the server; and the revision that the hub learns of a live one."""
    services = stack.services
    executor = Executor(stack.schema, contexts_of(services), services.settings, root_fields=ROOT_FIELDS)
    viewer, variables = VARIABLES[path]
    operation = executor.prepare(DOCUMENTS[path], None, viewer)
    if not path.startswith("live/"):
        return data_of(await executor.run(operation, variables, viewer, request_id="r1")), None
    delivered = {"afterRevision": 3, "every": "5m"}
    live, delivery = await executor.go_live(operation, {**variables, **delivered}, viewer, request_id="r1")
    executed = await live.execute()
    assert delivery == Delivery(after=3, every=300.0)
    return data_of(executed.payload), executed.revision


def data_of(payload: bytes) -> dict[str, Any]:
    response = json.loads(payload)
    assert "errors" not in response, response
    data: dict[str, Any] = response["data"]
    return data


async def prepared(stack: Stack) -> None:
    async with stack.services.pool.acquire() as connection:
        for key in ("a key to rotate", "a key to revoke"):
            await register_write_key(connection, 1, key, "of the documents")
        await store_link(connection, 1, "documents")
        await connect_social(connection, 1)
    await come_back(stack.services.connections)
    await stack.ask(DOCUMENTS["dashboard/UpsertContents.graphql"], contents=[{"id": "c1", "creatorId": "k1"}])
    await stack.ask(DOCUMENTS["dashboard/EraseViewer.graphql"], id="gone")
    await stack.count(
        event("VIEW_START", "c1", "u1", sessionId="s1", location={"country": "DE"}),
        event("VIEW_COMPLETE", "c1", "u1", sessionId="s1", viewData={"totalWatchTime": 9}),
    )


async def test_every_document_is_answered(stack: Stack) -> None:
    assert set(VARIABLES) == set(DOCUMENTS)
    await prepared(stack)
    for path in DOCUMENTS:
        data, _ = await answer_to(stack, path)
        assert None not in data.values(), path


TWINS = [path for path in DOCUMENTS if path.startswith("live/")]


@pytest.mark.parametrize("path", TWINS)
async def test_a_live_document_returns_what_the_query_returns(stack: Stack, path: str) -> None:
    await prepared(stack)
    [query] = [name for name in DOCUMENTS if name.split("/")[1] == Path(path).name.replace("Live.", ".")]
    asked, _ = await answer_to(stack, query)
    watched, revision = await answer_to(stack, path)
    assert watched == asked
    [answer] = asked.values()
    if "revision" in answer:
        assert answer["revision"] == revision
        assert answer["revision"] > 0


async def test_a_subscription_outside_a_server_says_so(stack: Stack) -> None:
    path = "live/ContentAnalyticsLive.graphql"
    answers = await stack.schema.subscribe(DOCUMENTS[path], variable_values={"contentId": "c1"})
    found = [answer async for answer in answers] if isinstance(answers, AsyncGenerator) else [answers]
    assert [(error.extensions or {})["code"] for answer in found for error in answer.errors or ()] == ["UNAVAILABLE"]
