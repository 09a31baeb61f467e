"""The mutations with short names: each is an event, counted and answered as one of ``trackEvents`` is."""

from typing import Any

import pytest

from server.storage.database import Pool
from tests.integration.transport.api import Api

RESULT = "{ status eventId sessionId code message path warnings { code path message } }"
PAYLOAD = f"{{ accepted duplicates rejected sessionId results {RESULT} }}"
ENGAGEMENTS = f"""mutation($e: [EngagementInput!]!, $at: DateTime) {{
  recordEngagementBatch(engagements: $e, sentAt: $at) {PAYLOAD} }}"""
INTERACTION = f"mutation($i: InteractionInput!) {{ recordInteraction(interaction: $i) {RESULT} }}"
INTERACTIONS = f"mutation($i: [InteractionInput!]!) {{ recordInteractions(interactions: $i) {PAYLOAD} }}"
SAVE = f'mutation($c: ID!, $on: Boolean! = true) {{ saveContent(contentId: $c, saved: $on, userId: "u1") {RESULT} }}'
SHARE = f"""mutation($c: ID!, $p: String, $id: ID) {{
  shareContent(contentId: $c, platform: $p, id: $id, sessionId: "s1") {RESULT} }}"""
VIEW = f"mutation($v: ViewInput!) {{ trackView(view: $v) {RESULT} }}"
PURCHASE = f"mutation($p: PurchaseInput!) {{ trackPurchase(purchase: $p) {RESULT} }}"
STREAM = f"mutation($s: StreamInput!) {{ trackStream(stream: $s) {RESULT} }}"
SESSION = f"mutation($s: SessionEventInput!) {{ trackSessionEvent(session: $s) {RESULT} }}"
ACTION = f"mutation($a: ActionInput!) {{ trackEngagement(engagement: $a) {RESULT} }}"


async def done(api: Api, query: str, **variables: Any) -> dict[str, Any]:
    """The answer to the one mutation of a document."""
    answer = await api.ask(query, variables)
    assert "errors" not in answer, answer
    [result] = answer["data"].values()
    found: dict[str, Any] = result
    return found


async def stored(pool: Pool, columns: str) -> list[tuple[Any, ...]]:
    """Columns of the stored events, by type and content."""
    return [tuple(row) for row in await pool.fetch(f"SELECT {columns} FROM events ORDER BY type, content_id")]


async def test_a_batch_of_engagements_is_tracked_item_by_item(api: Api, pool: Pool) -> None:
    common = {"contentId": "c1", "sessionId": "s1", "userId": "u1"}
    kinds = ["VIEW", "SAVE", "SHARE", "CLICK", "SKIP"]
    batch: list[dict[str, Any]] = [{"id": f"e{kind}", "type": kind, **common} for kind in kinds]
    batch[0] |= {"watchTime": 12.5, "completed": False}
    batch[2] |= {"sharedTo": "telegram"}
    batch += [{"id": "eC", "type": "COMPLETE", "watchTime": 30, "completed": True, **common}]
    answer = await done(api, ENGAGEMENTS, e=batch)
    assert (answer["accepted"], answer["rejected"]) == (6, 0)
    assert [item["eventId"] for item in answer["results"]] == [item["id"] for item in batch]
    assert await stored(pool, "type, user_id, session_id, total_watch_ms, completion, properties") == [
        ("click", "u1", "s1", None, None, None),
        ("save", "u1", "s1", None, None, None),
        ("share", "u1", "s1", None, None, {"sharedTo": "telegram"}),
        ("skip", "u1", "s1", None, None, None),
        ("view_complete", "u1", "s1", 30_000, 1, None),
        ("view_start", "u1", "s1", 12_500, None, None),
    ]
    again = await done(api, ENGAGEMENTS, e=batch)
    assert (again["accepted"], again["duplicates"]) == (0, 6)


async def test_an_invalid_item_is_rejected_in_its_own_terms_and_affects_no_other(api: Api) -> None:
    good = {"type": "SHARE", "contentId": "c1"}
    answer = await done(api, ENGAGEMENTS, e=[good, {**good, "watchTime": -1}, {**good, "sharedTo": "x" * 129}, good])
    assert [item["status"] for item in answer["results"]] == ["ACCEPTED", "REJECTED", "REJECTED", "ACCEPTED"]
    first, second = answer["results"][1:3]
    assert (first["code"], first["path"]) == ("OUT_OF_RANGE", ["engagements", "1", "watchTime"])
    assert first["message"] == "`watchTime` must be at least 0."
    assert (second["code"], second["path"]) == ("TOO_LARGE", ["engagements", "2", "sharedTo"])


async def test_warnings_name_the_fields_as_sent(api: Api) -> None:
    engagement = {"type": "SHARE", "contentId": "c1", "location": {"timezone": "Etc/Unknown"}}
    batch = await done(api, ENGAGEMENTS, e=[engagement, {**engagement, "location": None}])
    assert [item["status"] for item in batch["results"]] == ["ACCEPTED", "ACCEPTED"]
    (warning,), none = (item["warnings"] for item in batch["results"])
    assert (warning["code"], warning["path"]) == ("UNKNOWN", ["engagements", "0", "location", "timezone"])
    assert none == []
    single = await done(api, INTERACTION, i=engagement)
    assert single["warnings"][0]["path"] == ["interaction", "location", "timezone"]
    view = await done(api, VIEW, v={"contentId": "c1", "referrer": "r" * 3000})
    assert view["warnings"] == [
        {
            "code": "CUT",
            "path": ["view", "referrer"],
            "message": "`referrer` has more than 2048 characters; the rest was cut off.",
        }
    ]


async def test_sent_at_corrects_the_clock_of_an_app(api: Api, pool: Pool) -> None:
    engagement = {"type": "VIEW", "contentId": "c1", "occurredAt": "2031-01-01T12:00:00Z"}
    answer = await done(api, ENGAGEMENTS, e=[engagement], at="2031-01-01T12:00:30Z")
    assert answer["accepted"] == 1
    [(seconds,)] = await stored(pool, "extract(epoch FROM received_at - occurred_at)")
    assert seconds == pytest.approx(30, abs=1)


async def test_all_eight_interactions_are_accepted_one_by_one_and_together(api: Api, pool: Pool) -> None:
    kinds = ["BOOK_VIEWING", "CONTACT", "IMPRESSION", "SAVE", "SHARE", "SKIP", "VIEW", "WHATSAPP"]
    for kind in kinds:
        one = await done(api, INTERACTION, i={"type": kind, "contentId": "c1", "sessionId": "one"})
        assert (one["status"], one["sessionId"]) == ("ACCEPTED", "one")
    together = await done(api, INTERACTIONS, i=[{"type": kind, "contentId": "c1"} for kind in kinds])
    assert together["accepted"] == 8
    guest = together["sessionId"]
    assert guest
    rows = await stored(pool, "type, session_id")
    words = [("view_start" if kind == "VIEW" else kind.lower()) for kind in kinds]
    assert sorted(rows) == sorted((word, session) for word in words for session in ("one", guest))


async def test_a_rejected_interaction_names_the_field(api: Api) -> None:
    answer = await done(api, INTERACTION, i={"type": "VIEW", "contentId": "", "watchTime": 1})
    assert (answer["status"], answer["code"]) == ("REJECTED", "OUT_OF_RANGE")
    assert answer["path"] == ["interaction", "contentId"]


async def test_a_content_is_saved_and_unsaved(api: Api, pool: Pool) -> None:
    for on in (True, False):
        assert (await done(api, SAVE, c="c1", on=on))["status"] == "ACCEPTED"
    assert await stored(pool, "type, user_id") == [("save", "u1"), ("unsave", "u1")]


async def test_a_share_has_its_target(api: Api, pool: Pool) -> None:
    assert (await done(api, SHARE, c="c1", p="whatsapp", id="e1"))["eventId"] == "e1"
    assert (await done(api, SHARE, c="c1", p="whatsapp", id="e1"))["status"] == "DUPLICATE"
    assert (await done(api, SHARE, c="c1", p=None, id="e1"))["code"] == "ID_REUSED"
    refused = await done(api, SHARE, c="c1", p="x" * 200)
    assert (refused["code"], refused["path"]) == ("TOO_LARGE", ["platform"])
    assert await stored(pool, "type, session_id, properties") == [("share", "s1", {"sharedTo": "whatsapp"})]


async def test_an_empty_platform_is_none(api: Api, pool: Pool) -> None:
    await done(api, SHARE, c="c1", p="")
    for query in (ENGAGEMENTS, INTERACTIONS):
        variables = {"e" if query is ENGAGEMENTS else "i": [{"type": "SHARE", "contentId": "c1", "sharedTo": ""}]}
        assert (await done(api, query, **variables))["accepted"] == 1
    assert await stored(pool, "type, properties") == [("share", None)] * 3


async def test_a_view_of_a_page_carries_how_long_and_how_far(api: Api, pool: Pool) -> None:
    await done(api, VIEW, v={"contentId": "c1", "dwellTime": 4.5, "scrollDepth": 60, "referrer": "/home"})
    await done(api, VIEW, v={"contentId": "c2", "sessionId": "s1"})
    assert await stored(pool, "content_id, total_watch_ms, completion, referrer") == [
        ("c1", 4500, 0.6, "/home"),
        ("c2", None, None, None),
    ]
    refused = await done(api, VIEW, v={"contentId": "c1", "scrollDepth": 101})
    assert refused["path"] == ["view", "scrollDepth"]
    assert refused["message"] == "`scrollDepth` must be at most 100."


async def test_any_other_action_keeps_its_properties(api: Api, pool: Pool) -> None:
    action = {"action": "poll", "targetType": "poll", "targetId": "p1", "metadata": {"choice": 2, "seen": None}}
    assert (await done(api, ACTION, a={**action, "contentId": "c1"}))["status"] == "ACCEPTED"
    assert await stored(pool, "type, content_id, properties") == [("engagement", "c1", action)]
    refused = await done(api, ACTION, a={"action": ""})
    assert (refused["code"], refused["path"]) == ("OUT_OF_RANGE", ["engagement", "action"])


async def test_a_purchase_and_its_refund_are_events_with_their_money(api: Api, pool: Pool) -> None:
    bought = {"productId": "p1", "orderId": "o1", "amount": "12.50", "currency": "EUR", "quantity": 2}
    more = {"paymentMethod": "card", "conversionPath": ["c1", "c2"]}
    sent = {**bought, **more, "id": "e1", "contentId": "c1", "creatorId": "k1", "source": {"campaign": "spring"}}
    assert (await done(api, PURCHASE, p=sent))["status"] == "ACCEPTED"
    assert (await done(api, PURCHASE, p=sent))["status"] == "DUPLICATE"
    back = {"orderId": "o1", "amount": "2.50", "currency": "EUR", "refund": True}
    assert (await done(api, PURCHASE, p=back))["status"] == "ACCEPTED"
    assert await stored(pool, "type, content_id, campaign, properties") == [
        ("purchase", "c1", "spring", {**bought, **more}),
        ("refund", None, None, {name: back[name] for name in ("orderId", "amount", "currency")}),
    ]
    numbers = {**sent, "id": None, "productId": 777, "orderId": 12}
    assert (await done(api, PURCHASE, p=numbers))["status"] == "ACCEPTED", "an ID may be a whole number"
    for change, code, field in (
        ({"amount": "12,50"}, "BAD_INPUT", "amount"),
        ({"currency": "euro"}, "BAD_INPUT", "currency"),
        ({"quantity": 0}, "OUT_OF_RANGE", "quantity"),
        ({"productId": None}, "MISSING_FIELD", "productId"),
        ({"refund": True, "orderId": None}, "MISSING_FIELD", "orderId"),
        ({"conversionPath": ["c"] * 51}, "TOO_LARGE", "conversionPath"),
    ):
        refused = await done(api, PURCHASE, p={**sent, "id": None, **change})
        assert (refused["code"], refused["path"]) == (code, ["purchase", field]), refused
        assert f"`{field}`" in refused["message"]


async def test_what_happens_in_a_live_stream_is_tracked(api: Api, pool: Pool) -> None:
    for action in ("START", "JOIN", "CHAT", "LEAVE", "END"):
        assert (await done(api, STREAM, s={"contentId": "s1", "action": action}))["status"] == "ACCEPTED"
    gift = {"gift": "rose", "quantity": 3, "amount": "0.99", "currency": "USD"}
    assert (await done(api, STREAM, s={"contentId": "s1", "action": "GIFT", **gift}))["status"] == "ACCEPTED"
    kinds = ("chat", "end", "gift", "join", "leave", "start")
    assert await stored(pool, "type, content_id, properties") == [
        (f"stream_{kind}", "s1", gift if kind == "gift" else None) for kind in kinds
    ]
    refused = await done(api, STREAM, s={"contentId": "s1", "action": "GIFT"})
    assert (refused["code"], refused["path"]) == ("MISSING_FIELD", ["stream", "gift"])
    for change, code, field, said in (
        ({"action": "WAVE"}, "BAD_INPUT", "action", "It must be one of START, JOIN"),
        ({"action": "stream_join"}, "BAD_INPUT", "action", "It must be one of"),
        ({**gift, "currency": None}, "MISSING_FIELD", "currency", "`currency` is missing"),
        ({**gift, "gift": ""}, "OUT_OF_RANGE", "gift", "must not be empty"),
        ({**gift, "amount": "-1"}, "BAD_INPUT", "amount", "a decimal of 0 or more"),
        ({**gift, "amount": "1.23456"}, "BAD_INPUT", "amount", "up to four places"),
    ):
        refused = await done(api, STREAM, s={"contentId": "s1", "action": "GIFT", **change})
        assert (refused["code"], refused["path"]) == (code, ["stream", field]), refused
        assert said in refused["message"]
    numbered = "mutation($c: ID!) { trackStream(stream: {contentId: $c, action: JOIN}) { status } }"
    assert (await done(api, numbered, c=777))["status"] == "ACCEPTED"


async def test_a_session_event_is_a_start_or_an_end(api: Api, pool: Pool) -> None:
    began = await done(api, SESSION, s={"action": "START", "device": {"type": "TV"}, "properties": {"a": 1}})
    assert (began["status"], began["sessionId"] is not None) == ("ACCEPTED", True)
    assert (await done(api, SESSION, s={"action": "END", "sessionId": began["sessionId"]}))["status"] == "ACCEPTED"
    assert await stored(pool, "type, session_id, device_type, properties") == [
        ("session_end", began["sessionId"], None, None),
        ("session_start", began["sessionId"], "tv", {"a": 1}),
    ]
    refused = await done(api, SESSION, s={"action": "END"})
    assert (refused["code"], refused["path"]) == ("MISSING_FIELD", ["session", "sessionId"])


AGED = {
    "saveContent": 'saveContent(contentId: "c", userId: "u", age: $age{})',
    "shareContent": 'shareContent(contentId: "c", userId: "u", age: $age{})',
    "trackView": 'trackView(view: {{contentId: "c", userId: "u", age: $age{}}})',
    "trackEngagement": 'trackEngagement(engagement: {{action: "poll", userId: "u", age: $age{}}})',
    "trackPurchase": """trackPurchase(purchase: {{
        productId: "p", amount: "1", currency: "EUR", userId: "u", age: $age{}
    }})""",
    "trackStream": 'trackStream(stream: {{contentId: "c", action: JOIN, userId: "u", age: $age{}}})',
    "trackSessionEvent": 'trackSessionEvent(session: {{action: START, userId: "u", age: $age{}}})',
    "recordInteraction": 'recordInteraction(interaction: {{type: VIEW, contentId: "c", userId: "u", age: $age{}}})',
    "createSession": 'createSession(session: {{userId: "u", age: $age{}}})',
    "closeSession": 'closeSession(sessionId: "s", age: $age{})',
}


@pytest.mark.parametrize("name", AGED)
async def test_each_takes_an_age_instead_of_a_time(api: Api, pool: Pool, name: str) -> None:
    query = f"mutation($age: Float) {{ {AGED[name].format('')} {RESULT} }}"
    assert (await done(api, query, age=90.5))["status"] == "ACCEPTED"
    [(seconds,)] = await stored(pool, "extract(epoch FROM received_at - occurred_at)")
    assert float(seconds) == 90.5
    assert (await done(api, query, age=-1))["path"][-1] == "age"
    both = AGED[name].format(', occurredAt: "2026-03-01T12:00:00Z"')
    refused = await done(api, f"mutation($age: Float) {{ {both} {RESULT} }}", age=90.5)
    assert (refused["status"], refused["path"][-1]) == ("REJECTED", "age")


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (ENGAGEMENTS, {"e": [{"type": "VIEW", "contentId": "c1"}]}),
        (INTERACTION, {"i": {"type": "VIEW", "contentId": "c1"}}),
        (SAVE, {"c": "c1"}),
        (SHARE, {"c": "c1"}),
        (VIEW, {"v": {"contentId": "c1"}}),
        (ACTION, {"a": {"action": "poll"}}),
        (PURCHASE, {"p": {"productId": "p1", "amount": "1", "currency": "EUR"}}),
        (STREAM, {"s": {"contentId": "c1", "action": "JOIN"}}),
        (SESSION, {"s": {"action": "START"}}),
    ],
)
async def test_each_needs_the_write_key(api: Api, query: str, variables: dict[str, Any]) -> None:
    api.write_key = None
    answer = await api.ask(query, variables)
    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
