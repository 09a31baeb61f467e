"""ETags: an answer that the client has is not sent again, nor computed, and never one that has changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from server.access import Caller, Role
from server.analytics.project_state import ProjectState
from server.settings import Settings
from server.transport import execution
from server.transport.entity_tags import EntityTag, state_digest, tags_of
from server.transport.execution import Executor
from tests.integration.rollup.feed import aggregating
from tests.integration.transport.api import Api

CONTENT = 'query ($id: ID! = "c1") { contentAnalytics(contentId: $id) { asOf revision views { total } } }'
TRENDING = "{ trending { revision contents { contentId } } }"
TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
NOW = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def executed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that are executed; the minute never turns."""
    found: list[str] = []
    execute = Executor._execute

    async def noting(executor: Executor, schema: Any, document: Any, *rest: Any) -> Any:
        found.append(document.loc.source.body if document.loc else "")
        return await execute(executor, schema, document, *rest)

    def at_noon(state: ProjectState, _now: datetime, caller: Caller, query_string: bytes) -> str:
        return state_digest(ProjectState(NOW, state.revision), NOW, caller, query_string)

    monkeypatch.setattr(Executor, "_execute", noting)
    monkeypatch.setattr(execution, "state_digest", at_noon)
    return found


async def get(
    api: Api, query: str = CONTENT, *, sub: str = "creator-1", method: str = "GET", **more: Any
) -> httpx.Response:
    role = Role.ADMIN if sub == "admin" else Role.CREATOR
    tag = more.pop("tag", None)
    headers = {"authorization": api.token(sub, role), **({"if-none-match": tag} if tag else {})}
    return await api.client.request(method, "/graphql", params={"query": query, **more}, headers=headers)


async def view(api: Api, settings: Settings, viewer: str = "s1", content: str = "c1") -> None:
    event = {"type": "VIEW_START", "contentId": content, "creatorId": "creator-1", "sessionId": viewer}
    await api.ask(TRACK, {"events": [event]})
    async with aggregating(settings) as aggregator:
        await aggregator.drain()


async def test_an_unchanged_answer_is_neither_sent_nor_computed(
    api: Api, settings: Settings, executed: list[str]
) -> None:
    await view(api, settings)
    first = await get(api)
    assert first.headers["cache-control"] == "private, no-cache"
    assert {"Accept", "Authorization", "X-Viewpulse-Key"} < set(first.headers["vary"].split(", "))
    executed.clear()
    for method in ("GET", "HEAD"):
        again = await get(api, tag=first.headers["etag"], method=method)
        assert (again.status_code, again.content, executed) == (304, b"", [])
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == "private, no-cache"
        assert not {"content-type", "content-length", "transfer-encoding"} & set(again.headers)
    await view(api, settings, "s2")
    changed = await get(api, tag=first.headers["etag"])
    assert changed.json()["data"]["contentAnalytics"]["views"]["total"] == 2
    assert changed.headers["etag"] != first.headers["etag"]


async def test_what_changed_elsewhere_is_computed_but_not_sent(
    api: Api, settings: Settings, executed: list[str]
) -> None:
    await view(api, settings)
    first = await get(api)
    await view(api, settings, "s1", "c2")
    executed.clear()
    second = await get(api, tag=first.headers["etag"])
    assert (second.status_code, len(executed)) == (304, 1), "only asOf differs"
    assert second.headers["etag"] != first.headers["etag"]
    third = await get(api, tag=second.headers["etag"])
    assert (third.status_code, len(executed)) == (304, 1)


async def test_a_tag_is_of_one_request_and_one_caller(api: Api, settings: Settings) -> None:
    await view(api, settings)
    await view(api, settings, content="c2")
    await view(api, settings, "s2", "c2")
    tag = (await get(api)).headers["etag"]
    other = await get(api, tag=tag, variables='{"id": "c2"}')
    assert other.json()["data"]["contentAnalytics"]["views"]["total"] == 2
    stranger = await get(api, sub="creator-2", tag=tag)
    assert stranger.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    nobody = await api.client.get("/graphql", params={"query": CONTENT}, headers={"if-none-match": tag})
    assert nobody.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    wrong = {"if-none-match": tag, "authorization": "Bearer nonsense"}
    assert (await api.client.get("/graphql", params={"query": CONTENT}, headers=wrong)).status_code == 401


async def test_public_lists_are_compared_by_what_they_show(api: Api, settings: Settings, executed: list[str]) -> None:
    first = await get(api, TRENDING)
    assert first.headers["cache-control"] == "public, max-age=30"
    assert first.headers["etag"].startswith('W/".')
    executed.clear()
    again = await get(api, TRENDING, tag=first.headers["etag"])
    assert (again.status_code, len(executed)) == (304, 1)
    assert again.headers["cache-control"] == "public, max-age=30"


@pytest.mark.parametrize(
    "query", ["{ __typename }", '{ content(contentId: "c1") { title } }', "{ eventVocabulary { type } }"]
)
async def test_other_queries_are_compared_by_what_they_show(api: Api, query: str) -> None:
    first = await get(api, query, sub="admin")
    assert first.headers["etag"].startswith('W/".')
    assert (await get(api, query, sub="admin", tag=first.headers["etag"])).status_code == 304


@pytest.mark.parametrize(
    "query",
    [
        "{ nothing }",
        'subscription { contentAnalytics(contentId: "c1") { revision } }',
        "{ platformStats { contents } }",
    ],
)
async def test_errors_have_no_tag(api: Api, query: str) -> None:
    answer = await get(api, query)
    assert answer.json()["errors"]
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


async def test_answers_to_post_have_no_tag(api: Api) -> None:
    answer = await api.post(CONTENT, authorization=api.token())
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


async def test_without_a_database_the_error_is_sent(bare_api: Api) -> None:
    answer = await get(bare_api)
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert "etag" not in answer.headers


async def test_a_tag_that_a_proxy_has_changed_is_recognised(api: Api, settings: Settings) -> None:
    await view(api, settings)
    tag = (await get(api)).headers["etag"]
    for sent in (tag.removeprefix("W/"), f'"x", {tag[:-1]}-gzip"', f'{tag}, "y"'):
        assert (await get(api, tag=sent)).status_code == 304
    for sent in ("*", '"x"', tag.strip('W/"'), '"' + "0" * 5000 + '"', 'W/"."'):
        assert (await get(api, tag=sent)).status_code == 200


def test_few_tags_are_compared() -> None:
    assert tags_of(None) == []
    assert tags_of('W/"12.ab"') == [EntityTag("12", "ab")]
    assert len(tags_of(", ".join(['W/"12.ab"'] * 1000))) == 20


def test_whatever_decides_an_answer_decides_its_tag() -> None:
    caller = Caller(project_id=1, may_track=True, user_id="ada", role=Role.CREATOR)
    changes: list[tuple[Any, ...]] = [
        (ProjectState(NOW, 7), NOW, caller, b"query=a"),
        (ProjectState(NOW, 8), NOW, caller, b"query=a"),
        (ProjectState(None, 7), NOW, caller, b"query=a"),
        (ProjectState(NOW + timedelta(minutes=1), 7), NOW, caller, b"query=a"),
        (ProjectState(NOW, 7), NOW + timedelta(minutes=1), caller, b"query=a"),
        (ProjectState(NOW, 7), NOW, caller, b"query=b"),
        (ProjectState(NOW, 7), NOW, Caller(project_id=2, may_track=True, user_id="ada", role=Role.CREATOR), b"query=a"),
        (ProjectState(NOW, 7), NOW, Caller(project_id=1, user_id="ada", role=Role.CREATOR), b"query=a"),
        (ProjectState(NOW, 7), NOW, Caller(project_id=1, may_track=True, user_id="bob", role=Role.CREATOR), b"query=a"),
        (ProjectState(NOW, 7), NOW, Caller(project_id=1, may_track=True, user_id="ada", role=Role.ADMIN), b"query=a"),
    ]
    assert len({state_digest(*facts) for facts in changes}) == len(changes)
    assert state_digest(*changes[0]) == state_digest(
        ProjectState(NOW, 7), NOW + timedelta(seconds=20), caller, b"query=a"
    )
