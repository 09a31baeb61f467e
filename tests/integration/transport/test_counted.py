"""The answer to an event says whether it counts by default, and if not, why."""

from typing import Any

import pytest

from server.access import Role
from server.app import create_app
from server.events.ingest import Ingest
from server.settings import Settings
from server.storage.database import Pool, open_pool
from tests.integration.events.conftest import APP, items, view
from tests.integration.rollup.feed import aggregating
from tests.integration.transport.api import Api, served

CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
RESULTS = "results { status counted notCountedBecause }"
SHORT = f"mutation($e: [EventInput!]!) {{ trackEvents(events: $e) {{ {RESULTS} }} }}"
ORDINARY = f"mutation($e: [EventInput!]!) {{ trackEvents(events: $e) {{ ... {{ {RESULTS} }} }} }}"
ALIKE = pytest.mark.parametrize("query", [SHORT, ORDINARY], ids=["short", "ordinary"])
EVENT = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1", "userId": "ann"}
Verdict = tuple[bool | None, str | None]


async def verdicts(api: Api, query: str, *events: dict[str, Any], **headers: str) -> list[Verdict]:
    answer = await api.ask(query, {"e": list(events)}, **headers)
    return [(one["counted"], one["notCountedBecause"]) for one in answer["data"]["trackEvents"]["results"]]


async def classify(api: Api, viewer: str, *, bot: bool) -> None:
    query = "mutation($v: [ViewerClassInput!]!) { classifyViewers(viewers: $v) { rejected } }"
    answer = await api.ask(query, {"v": [{"id": viewer, "bot": bot}]}, authorization=api.token("boss", Role.ADMIN))
    assert answer["data"]["classifyViewers"] == {"rejected": 0}


@ALIKE
async def test_each_event_says_whether_it_counts(api: Api, query: str) -> None:
    events = [{**EVENT, "id": "e1"}, {**EVENT, "id": "e1"}, {**EVENT, "type": "NOPE"}]
    claims = [{**EVENT, "contentId": "c2", "creatorId": "ann"}, {**EVENT, "contentId": "c3", "creatorId": "kim"}]
    assert await verdicts(api, query, *events, *claims, {**EVENT, "contentId": "c4"}) == [
        (True, None),
        (False, "DUPLICATE"),
        (False, "REJECTED"),
        (False, "SELF_VIEW"),
        (True, None),
        (True, None),
    ]


OWN, OTHER = (False, "SELF_VIEW"), (True, None)
KIM = {"userId": "kim", "sessionId": "s9"}


@ALIKE
async def test_another_event_that_is_not_counted_yet_may_say_who_owns_the_content(api: Api, query: str) -> None:
    unnamed, claim = EVENT, {**EVENT, **KIM, "type": "IMPRESSION", "creatorId": "ann"}
    assert await verdicts(api, query, unnamed, claim) == [OWN, OTHER], "of the same request"
    assert await verdicts(api, query, unnamed) == [OWN], "of an earlier one"
    assert await verdicts(api, query, {**unnamed, "creatorId": "kim"}) == [OWN], "the first to arrive decides"
    assert await verdicts(api, query, {**unnamed, "userId": "kim", "creatorId": "kim"}) == [OTHER]
    assert await verdicts(api, query, {**unnamed, "contentId": "c2"}, claim) == [OTHER, OTHER], "of another content"
    two = [{**EVENT, "contentId": "c3", "creatorId": "ann"}, {**EVENT, **KIM, "contentId": "c3", "creatorId": "kim"}]
    assert await verdicts(api, query, *two) == [OTHER, OTHER], "several at once are nobody"


async def test_creators_of_events_own_nothing_where_they_may_not_claim(settings: Settings, write_key: str) -> None:
    changed = settings.model_copy(update={"creators_claim_contents": False})
    async with served(create_app(changed), changed) as api:
        api.write_key = write_key
        assert await verdicts(api, SHORT, {**EVENT, "creatorId": "ann"}, EVENT) == [OTHER, OTHER]


async def test_it_is_unknown_while_too_many_events_wait_to_look_for_an_owner(
    api: Api, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.events.counted.MAX_WAITING", 3)
    await pool.execute("INSERT INTO contents (project_id, content_id, creator_id) VALUES (1, 'catalogued', 'ann')")
    events: list[dict[str, Any]] = [
        {**EVENT, "creatorId": "ann"},
        {**EVENT, "contentId": "catalogued"},
        {**EVENT, "userId": None},
    ]
    assert await verdicts(api, SHORT, *events) == [OWN, OWN, OTHER]
    assert await verdicts(api, SHORT, *events) == [(None, None), OWN, OTHER]


@ALIKE
async def test_a_crawler_is_a_bot_and_so_is_a_browser_under_control(api: Api, query: str) -> None:
    headless = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0"
    for user_agent in (CRAWLER, headless):
        assert await verdicts(api, query, EVENT, user_agent=user_agent) == [(False, "BOT")]
    app = {**EVENT, "device": {"userAgent": "okhttp/4.12.0"}}
    assert await verdicts(api, query, app, user_agent=CRAWLER) == [(True, None)]
    admin = api.token("boss", Role.ADMIN)
    by_hand = {name: value for name, value in EVENT.items() if name != "userId"}
    assert await verdicts(api, query, by_hand, authorization=admin, user_agent="curl/8.5.0") == [(True, None)]


@ALIKE
async def test_what_an_admin_sends_by_hand_counts_or_says_why_not(api: Api, query: str) -> None:
    headless = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0"
    by_hand = {"type": "VIEW_START", "contentId": "c1"}
    for user_agent in ("curl/8.5.0", headless):
        admin = {"authorization": api.token("boss", Role.ADMIN), "user_agent": user_agent}
        own = {**by_hand, "contentId": "c2", "creatorId": "boss"}
        assert await verdicts(api, query, by_hand, own, **admin) == [
            (True, None),
            (False, "SELF_VIEW"),
        ]
        crawled = {**by_hand, "device": {"userAgent": CRAWLER}}
        foreign = {**by_hand, "userId": "ann"}
        assert await verdicts(api, query, crawled, foreign, **admin) == [(False, "BOT"), (False, "REJECTED")]
    others = {"authorization": api.token("kim", Role.CREATOR), "user_agent": headless}
    assert await verdicts(api, query, by_hand, **others) == [(False, "BOT")]


@ALIKE
async def test_an_admins_decision_about_a_viewer_counts_more_than_what_ingest_found(api: Api, query: str) -> None:
    guest = {**EVENT, "userId": None}
    await classify(api, "ann", bot=True)
    await classify(api, "s1", bot=False)
    assert await verdicts(api, query, EVENT, guest) == [(False, "BOT"), (True, None)]
    assert await verdicts(api, query, guest, {**guest, "sessionId": "s2"}, user_agent=CRAWLER) == [
        (True, None),
        (False, "BOT"),
    ]


@ALIKE
async def test_a_view_of_ones_own_content_is_known_by_its_owner(api: Api, pool: Pool, query: str) -> None:
    await pool.execute("INSERT INTO contents (project_id, content_id, creator_id) VALUES (1, 'catalogued', 'ann')")
    await pool.execute(
        "INSERT INTO content_states (project_id, content_id, owner_id, owner_at, arrived_at, first_event_at, revision)"
        " VALUES (1, 'known', 'ann', now(), now(), now(), 1)"
    )
    await pool.execute("INSERT INTO contents (project_id, content_id, creator_id) VALUES (2, 'elsewhere', 'ann')")
    events = [{**EVENT, "contentId": name} for name in ("catalogued", "known", "elsewhere")]
    claims = [{**event, "creatorId": "kim"} for event in events]
    own = [OWN, OWN, OTHER]
    assert await verdicts(api, query, *events, *claims) == own * 2
    false_claims = [{**event, "userId": "kim", "creatorId": "kim"} for event in events]
    assert await verdicts(api, query, *false_claims) == [(True, None), (True, None), (False, "SELF_VIEW")]
    token = api.token("ann", Role.CREATOR)
    unnamed = {"type": "VIEW_START", "contentId": "catalogued"}
    assert await verdicts(api, query, unnamed, authorization=token) == [(False, "SELF_VIEW")]
    follow = {"type": "FOLLOW", "creatorId": "ann", "userId": "ann"}
    assert await verdicts(api, query, follow) == [(True, None)]


async def test_the_mutations_of_one_event_say_it_too(api: Api) -> None:
    asked = "{ counted notCountedBecause }"
    view = await api.ask(f'mutation {{ trackView(view: {{contentId: "c1", userId: "ann"}}) {asked} }}')
    assert view["data"]["trackView"] == {"counted": True, "notCountedBecause": None}
    session = await api.ask(f"mutation {{ createSession {asked} }}", user_agent=CRAWLER)
    assert session["data"]["createSession"] == {"counted": False, "notCountedBecause": "BOT"}


async def test_a_good_batch_has_no_problems_and_a_bad_one_only_these(api: Api) -> None:
    query = "mutation($e: [EventInput!]!) { trackEvents(events: $e) { problems { index code message counted } } }"
    good = [{**EVENT, "id": "e1"}, {**EVENT, "id": "e2"}]
    assert (await api.ask(query, {"e": good}))["data"]["trackEvents"] == {"problems": []}
    answer = await api.ask(query, {"e": [{**EVENT, "id": "e3"}, {**EVENT, "viewData": {"position": -1}}, good[0]]})
    assert answer["data"]["trackEvents"]["problems"] == [
        {
            "index": 1,
            "code": "OUT_OF_RANGE",
            "message": "`viewData.position` must be at least 0.",
            "counted": False,
        },
        {
            "index": 2,
            "code": "DUPLICATE",
            "message": "An event with this id and content was stored before.",
            "counted": False,
        },
    ]


async def test_it_is_unknown_while_nothing_can_be_read_and_the_event_is_stored_all_the_same(
    pool: Pool, settings: Settings
) -> None:
    unreadable = await open_pool(settings, application="test")
    ingest = Ingest(unreadable, settings)
    await ingest.start()
    try:
        await ingest.track(APP, items(view("e0")))  # from now on it knows which schema versions the project accepts
        await unreadable.close()
        results = await ingest.track(APP, items(view("e1"), view("e1")), asks_counted=True)
    finally:
        await ingest.stop()
    assert [(one.status, one.counted) for one in results] == [("ACCEPTED", None), ("DUPLICATE", False)]
    assert await pool.fetchval("SELECT count(*) FROM events") == 2


async def test_what_it_says_is_what_is_counted(api: Api, pool: Pool, settings: Settings) -> None:
    async with aggregating(settings) as aggregator:

        async def sent(content: str, **more: Any) -> list[Verdict]:
            found = await verdicts(api, SHORT, {**EVENT, "contentId": content, **more})
            await aggregator.drain()
            return found

        own, other = [OWN], [OTHER]
        assert await sent("mine", creatorId="ann") == own
        assert await sent("mine") == own
        assert await sent("mine", creatorId="bob") == own
        assert await sent("mine", userId="bob", creatorId="bob") == other
        assert await sent("mine", userId=None) == other
        assert await sent("free") == other
        assert await sent("free", creatorId="ann") == own, "and so does what was counted before"
        unnamed, claim = {**EVENT, "contentId": "late"}, {**EVENT, **KIM, "contentId": "late", "creatorId": "ann"}
        assert await verdicts(api, SHORT, unnamed, claim) == [OWN, OTHER]
        await aggregator.drain()
        rows = await pool.fetch(
            "SELECT content_id, sum(views) AS views FROM content_totals WHERE traffic = 0 GROUP BY 1"
        )
        counted = {row["content_id"]: row["views"] for row in rows}
    assert (counted["mine"], counted.get("free", 0), counted["late"]) == (2, 0, 1)


async def test_views_beyond_what_a_person_can_watch_are_a_bots(settings: Settings, write_key: str) -> None:
    changed = settings.model_copy(update={"bot_views_per_minute": 2})
    async with served(create_app(changed), changed) as api:
        api.write_key = write_key
        events = [{**EVENT, "occurredAt": "2026-03-01T12:00:00Z"}] * 4
        assert await verdicts(api, SHORT, *events) == [(True, None)] * 2 + [(False, "BOT")] * 2
