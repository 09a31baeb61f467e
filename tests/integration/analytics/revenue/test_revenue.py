"""``revenue``: hand-made sales in several currencies, whose figures are plain to see."""

from typing import Any

import pytest

from server.access import Role
from server.rollup.rebuild import rebuild
from server.settings import Settings
from tests.integration.analytics.stack import ADMIN, Stack, at, creator, event, user

REVENUE = """
query (
  $of: SalesOfInput!, $currency: String, $range: RangeInput, $timezone: String! = "UTC", $include: TrafficInput
) {
  revenue(of: $of, currency: $currency, range: $range, timezone: $timezone, include: $include) {
    id asOf revision isFinal definition timezone currency range { start end }
    totals { ...Figures } orders buyers views conversion
  }
}
fragment Figures on Money {
  currency decimals gross refunds net gifts orders averageOrder buyers spend returnOnSpend
}
"""
SERIES = """
query ($of: SalesOfInput!, $by: Interval!, $range: RangeInput, $timezone: String! = "UTC") {
  revenue(of: $of, range: $range, timezone: $timezone) {
    series(by: $by) {
      by truncated range { start end }
      points { start end date isFinal totals { currency gross refunds orders buyers spend returnOnSpend } }
    }
  }
}
"""
BREAKDOWN = """
query (
  $of: SalesOfInput! = {platform: true}, $currency: String, $by: SoldBy!, $order: SoldOrder! = GROSS, $first: Int,
  $after: String, $last: Int, $before: String
) {
  revenue(of: $of, currency: $currency) {
    breakdown(by: $by, order: $order, first: $first, after: $after, last: $last, before: $before) {
      by totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { value label money { currency gross refunds net gifts orders buyers spend returnOnSpend } }
    }
  }
}
"""
COMPARE = """
query ($of: SalesOfInput!, $range: RangeInput) {
  revenue(of: $of, range: $range) {
    previous {
      range { start end } valueRange { start end } basis orders { value baseline } buyers { value baseline }
      totals { currency decimals gross { value baseline change changePercent } net { value baseline } }
    }
  }
}
"""
SPEND = """
mutation ($items: [CampaignSpendInput!]!) {
  upsertCampaignSpend(items: $items) {
    accepted rejected results { index status code path spend { campaign day currency decimals amount } }
  }
}
"""
PLATFORM: dict[str, Any] = {"platform": True}
DAYS = {"between": {"start": "2026-11-17", "end": "2026-11-20"}}


def bought(
    amount: object = "12.50", currency: str = "EUR", content: str | None = "c1", who: str | None = "u1", **more: Any
) -> dict[str, Any]:
    """A purchase; what is no property of it is a field of the event."""
    return sold("PURCHASE", amount, currency, content, who, **{"productId": "p1", **more})


def given_back(order: str, amount: object, currency: str = "EUR", **more: Any) -> dict[str, Any]:
    """A refund as an app's server sends it: of an order, of nobody and of no content."""
    return sold("REFUND", amount, currency, **{"content": None, "who": None, "orderId": order, **more})


def sold(kind: str, amount: object, currency: str, content: str | None, who: str | None, **more: Any) -> dict[str, Any]:
    names = ("productId", "orderId", "quantity", "paymentMethod", "gift")
    properties = {name: more.pop(name) for name in names if name in more}
    return event(kind, content, who, properties={"amount": amount, "currency": currency, **properties}, **more)


def from_campaign(name: str) -> dict[str, Any]:
    return {"source": {"type": "OTHER", "campaign": name}}


async def figures(stack: Stack, of: dict[str, Any] | None = None, **variables: Any) -> dict[str, dict[str, Any]]:
    answer = await stack.ask(REVENUE, of=of or PLATFORM, **variables)
    return {money["currency"]: money for money in answer["totals"]}


async def amounts(stack: Stack, of: dict[str, Any] | None = None, **variables: Any) -> dict[str, tuple[int, int]]:
    """Gross and refunds by currency."""
    found = await figures(stack, of, **variables)
    return {currency: (money["gross"], money["refunds"]) for currency, money in found.items()}


async def rows(stack: Stack, by: str, currency: str = "EUR", **variables: Any) -> dict[str | None, tuple[int, int]]:
    """Gross and refunds by value."""
    answer = await stack.ask(BREAKDOWN, by=by, currency=currency, **variables)
    nodes = answer["breakdown"]["nodes"]
    return {node["value"]: (node["money"]["gross"], node["money"]["refunds"]) for node in nodes}


async def test_each_currency_has_its_own_figures_in_its_minor_units(stack: Stack) -> None:
    await stack.count(
        bought("12.50", "EUR", orderId="o1"),
        bought(7, "EUR", who="u2"),
        bought("1500", "JPY", who="u2"),
        bought("1.234", "KWD"),
        bought("0.0001", "CLF"),
        bought("3.00", "XYZ"),  # no code of ISO 4217: two decimals
        *[event("VIEW_START", who=f"v{number}") for number in range(8)],
    )
    found = await figures(stack)
    assert found["EUR"] == {
        "currency": "EUR",
        "decimals": 2,
        "gross": 1950,
        "refunds": 0,
        "net": 1950,
        "gifts": 0,
        "orders": 2,
        "averageOrder": 975.0,
        "buyers": 2,
        "spend": None,
        "returnOnSpend": None,
    }
    short = {currency: (money["decimals"], money["gross"]) for currency, money in found.items()}
    assert list(short) == ["CLF", "EUR", "JPY", "KWD", "XYZ"]
    assert short == {"CLF": (4, 1), "EUR": (2, 1950), "JPY": (0, 1500), "KWD": (3, 1234), "XYZ": (2, 300)}
    answer = await stack.ask(REVENUE, of=PLATFORM)
    assert (answer["orders"], answer["buyers"], answer["views"], answer["conversion"]) == (6, 2, 8, 75.0)
    only = await stack.ask(REVENUE, of=PLATFORM, currency="JPY")
    assert ([money["currency"] for money in only["totals"]], only["orders"], only["buyers"]) == (["JPY"], 1, 1)
    assert only["currency"] == "JPY"
    assert only["id"] != answer["id"]


async def test_decimals_that_a_currency_does_not_have_are_rounded_half_up_event_by_event(stack: Stack) -> None:
    await stack.count(
        bought("0.005"), bought("0.0049"), bought(0.015), bought("100.5", "JPY"), bought("100.4999", "JPY")
    )
    assert await amounts(stack) == {"EUR": (1 + 0 + 2, 0), "JPY": (101 + 100, 0)}


async def test_purchases_of_one_order_are_one_order(stack: Stack) -> None:
    await stack.count(
        bought(5, orderId="o1", productId="p1"),
        bought(6, orderId="o1", productId="p2"),
        bought(7, "USD", orderId="o1", productId="p3"),
        bought(8),
        bought(9),
    )
    found = await figures(stack)
    assert [(money["orders"], money["averageOrder"]) for money in found.values()] == [
        (3, pytest.approx(933.333333)),
        (1, 700),
    ]
    assert (await stack.ask(REVENUE, of=PLATFORM))["orders"] == 3
    assert (await figures(stack, {"productId": "p2"}))["EUR"]["orders"] == 1
    assert await rows(stack, "PRODUCT") == {"p1": (2200, 0), "p2": (600, 0)}


async def test_a_refund_counts_on_its_own_day_and_for_what_was_bought(stack: Stack) -> None:
    await stack.count(
        bought(
            20, orderId="o1", creatorId="k1", paymentMethod="card", **from_campaign("spring"), **at("2026-11-17T10:00")
        ),
        given_back("o1", "5.55", **at("2026-11-19T10:00")),
    )
    for of in (PLATFORM, {"contentId": "c1"}, {"creatorId": "k1"}, {"productId": "p1"}, {"campaign": "spring"}):
        assert await amounts(stack, of) == {"EUR": (2000, 555)}, of
    for by, value in (("CONTENT", "c1"), ("CREATOR", "k1"), ("PRODUCT", "p1"), ("CAMPAIGN", "spring")):
        assert await rows(stack, by) == {value: (2000, 555)}
    assert await rows(stack, "PAYMENT_METHOD") == {"card": (2000, 555)}
    series = await stack.ask(SERIES, of={"contentId": "c1"}, by="DAY", range=DAYS)
    days = [(point["date"], point["totals"]) for point in series["series"]["points"]]
    nothing = {"spend": None, "returnOnSpend": None}
    assert days == [
        ("2026-11-17", [{"currency": "EUR", "gross": 2000, "refunds": 0, "orders": 1, "buyers": 1, **nothing}]),
        ("2026-11-18", []),
        ("2026-11-19", [{"currency": "EUR", "gross": 0, "refunds": 555, "orders": 0, "buyers": 0, **nothing}]),
    ]


async def test_a_refund_finds_its_purchase_in_either_order_of_arrival(stack: Stack, settings: Settings) -> None:
    await stack.count(given_back("o1", 4))
    assert (await amounts(stack, {"contentId": "c1"}), await amounts(stack)) == ({}, {"EUR": (0, 400)})
    assert (await figures(stack))["EUR"]["net"] == -400
    assert await rows(stack, "CONTENT") == {None: (0, 400)}
    await stack.count(bought(10, orderId="o1"))
    assert await amounts(stack, {"contentId": "c1"}) == {"EUR": (1000, 400)}
    assert await rebuild(settings) == []


async def test_a_refund_of_an_order_of_two_products_counts_for_what_they_have_in_common(stack: Stack) -> None:
    await stack.count(
        bought(10, orderId="o1", productId="p1", creatorId="k1"),
        bought(20, orderId="o1", productId="p2", creatorId="k1", content="c2"),
        given_back("o1", 3),
        given_back("o1", 4, productId="p2"),
        given_back("o1", 5, content="c1"),
        given_back("o1", 6, productId="p9"),
    )
    assert await rows(stack, "PRODUCT") == {"p2": (2000, 400), "p1": (1000, 500), None: (0, 300), "p9": (0, 600)}
    assert await rows(stack, "CONTENT") == {"c2": (2000, 400), "c1": (1000, 500), None: (0, 900)}
    assert await rows(stack, "CREATOR") == {"k1": (3000, 1200), None: (0, 600)}


async def test_gifts_are_apart(stack: Stack) -> None:
    gift = {"gift": "rose", "who": "u9"}
    await stack.count(
        bought(10), sold("STREAM_GIFT", "2.5", "EUR", "c1", **gift), event("STREAM_GIFT", properties={"gift": "wave"})
    )
    found = await figures(stack, {"contentId": "c1"})
    names = ("gross", "net", "gifts", "orders", "buyers")
    assert [found["EUR"][name] for name in names] == [1000, 1000, 250, 1, 1]


async def test_bots_and_creators_who_buy_from_themselves_count_on_request(stack: Stack, settings: Settings) -> None:
    robot: dict[str, Any] = {"device": {"userAgent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}}
    await stack.count(
        bought(1, creatorId="k1", orderId="o1"),
        bought(10, creatorId="k1", who="k1", orderId="o2"),
        bought(100, content=None, creatorId="k1", who="k1"),
        bought(1000, creatorId="k1", who="u2", orderId="o3", **robot),
        given_back("o1", "0.1"),
        given_back("o2", "0.2"),
        given_back("o3", "0.4"),
    )
    assert await amounts(stack) == {"EUR": (100, 10)}
    assert await amounts(stack, include={"selfViews": True}) == {"EUR": (11_100, 30)}
    assert await amounts(stack, include={"bots": True}) == {"EUR": (100_100, 50)}
    assert await amounts(stack, {"creatorId": "k1"}, include={"bots": True, "selfViews": True}) == {
        "EUR": (111_100, 70)
    }
    assert await rebuild(settings) == []


async def test_figures_follow_the_owner(stack: Stack, settings: Settings) -> None:
    await stack.count(bought(10, creatorId="k1", orderId="o1"), bought(5, creatorId="k1", who="k2"))
    await stack.count(given_back("o1", 2))
    declare = 'mutation { upsertContents(contents: [{id: "c1", creatorId: "k2"}]) { accepted } }'
    await stack.ask(declare)
    await stack.aggregator.drain()
    assert await amounts(stack, {"creatorId": "k1"}) == {}
    assert await amounts(stack, {"creatorId": "k2"}) == {"EUR": (1000, 200)}
    assert await amounts(stack, {"creatorId": "k2"}, include={"selfViews": True}) == {"EUR": (1500, 200)}
    assert await rebuild(settings) == []


async def test_what_campaigns_cost_is_compared_with_what_they_sold(stack: Stack) -> None:
    await stack.count(
        bought(30, orderId="o1", **from_campaign("spring"), **at("2026-11-17T10:00")),
        given_back("o1", 5, **at("2026-11-18T10:00")),
        bought(9, "USD", **from_campaign("spring"), **at("2026-11-18T10:00")),
    )
    items = [
        {"campaign": "spring", "day": "2026-11-17", "currency": "EUR", "amount": "4"},
        {"campaign": "spring", "day": "2026-11-18", "currency": "EUR", "amount": "6"},
        {"campaign": "spring", "day": "2026-11-19", "currency": "GBP", "amount": "1.005"},
        {"campaign": "autumn", "day": "2026-11-18", "currency": "EUR", "amount": "7"},
        {"campaign": "autumn", "day": "2026-11-18", "currency": "EUR", "amount": "8"},
        {"campaign": "autumn", "day": "2026-11-31", "currency": "EUR", "amount": "8"},
        {"campaign": "autumn", "day": "2026-11-30", "currency": "euro", "amount": "8"},
    ]
    answer = await stack.ask(SPEND, items=items)
    assert (answer["accepted"], answer["rejected"]) == (4, 3)
    assert answer["results"][2]["spend"] == {
        "campaign": "spring",
        "day": "2026-11-19",
        "currency": "GBP",
        "decimals": 2,
        "amount": 101,
    }
    assert [result["path"] for result in answer["results"][4:]] == [
        ["items", "4", "campaign"],
        ["items", "5", "day"],
        ["items", "6", "currency"],
    ]
    await stack.aggregator.drain()

    def spends(found: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
        return {currency: (money["spend"], money["returnOnSpend"]) for currency, money in found.items()}

    assert spends(await figures(stack, {"campaign": "spring"})) == {
        "EUR": (1000, 2.5),
        "GBP": (101, 0.0),
        "USD": (None, None),
    }
    two_days = {"between": {"start": "2026-11-17", "end": "2026-11-18"}}
    assert spends(await figures(stack, {"campaign": "spring"}, range=two_days)) == {"EUR": (400, 7.5)}
    half = {"between": {"start": "2026-11-17T12:00:00Z", "end": "2026-11-18T12:00:00Z"}}
    assert spends(await figures(stack, {"campaign": "spring"}, range=half, currency="EUR")) == {
        "EUR": (600, pytest.approx(-0.833333))
    }
    listed = await stack.ask(BREAKDOWN, by="CAMPAIGN", currency="EUR", order="SPEND")
    assert [(row["value"], row["money"]["spend"], row["money"]["net"]) for row in listed["breakdown"]["nodes"]] == [
        ("spring", 1000, 2500),
        ("autumn", 700, 0),
    ]
    series = await stack.ask(SERIES, of={"campaign": "spring"}, by="DAY", range=DAYS)
    spent = [{money["currency"]: money["spend"] for money in point["totals"]} for point in series["series"]["points"]]
    assert spent == [{"EUR": 400}, {"EUR": 600, "USD": None}, {"GBP": 101}]
    by_hour = await stack.ask(SERIES, of={"campaign": "spring"}, by="HOUR", range=DAYS)
    assert {money["spend"] for point in by_hour["series"]["points"] for money in point["totals"]} == {None}
    await stack.ask(SPEND, items=[{**items[0], "amount": "0"}, {**items[1], "amount": "0"}])
    assert (await figures(stack, {"campaign": "spring"}))["EUR"]["returnOnSpend"] is None


async def test_the_period_before_is_compared_currency_by_currency(stack: Stack) -> None:
    await stack.count(
        bought(10, **at("2026-11-16T10:00")),
        bought(15, **at("2026-11-17T10:00")),
        bought(1, "USD", **at("2026-11-16T11:00")),
        bought(2, "JPY", who="u2", **at("2026-11-17T11:00")),
    )
    day = {"between": {"start": "2026-11-17", "end": "2026-11-18"}}
    compared = (await stack.ask(COMPARE, of=PLATFORM, range=day))["previous"]
    assert compared["range"] == {"start": "2026-11-16T00:00:00+00:00", "end": "2026-11-17T00:00:00+00:00"}
    assert compared["basis"] == "WHOLE_PERIOD"
    assert (compared["orders"], compared["buyers"]) == ({"value": 2, "baseline": 2}, {"value": 2, "baseline": 1})
    assert {money["currency"]: (money["net"]["value"], money["net"]["baseline"]) for money in compared["totals"]} == {
        "EUR": (1500, 1000),
        "JPY": (2, 0),
        "USD": (0, 100),
    }
    assert compared["totals"][0]["gross"] == {"value": 1500, "baseline": 1000, "change": 500, "changePercent": 50}
    assert (await stack.ask(COMPARE, of=PLATFORM))["previous"] is None


async def test_pages_of_a_breakdown_in_both_directions(stack: Stack) -> None:
    await stack.ask('mutation { upsertContents(contents: [{id: "c3", title: "Third"}]) { accepted } }')
    await stack.count(*[bought(amount, content=f"c{amount}") for amount in (5, 4, 3, 2)], bought(3, content="c30"))
    everything = (await stack.ask(BREAKDOWN, by="CONTENT", currency="EUR"))["breakdown"]
    values = [node["value"] for node in everything["nodes"]]
    assert (values, everything["totalCount"]) == (["c5", "c4", "c3", "c30", "c2"], 5)
    assert [node["label"] for node in everything["nodes"]] == [None, None, "Third", None, None]
    first = (await stack.ask(BREAKDOWN, by="CONTENT", currency="EUR", first=3))["breakdown"]
    rest = await stack.ask(BREAKDOWN, by="CONTENT", currency="EUR", first=3, after=first["pageInfo"]["endCursor"])
    assert [node["value"] for node in rest["breakdown"]["nodes"]] == ["c30", "c2"]
    back = await stack.ask(
        BREAKDOWN, by="CONTENT", currency="EUR", last=2, before=rest["breakdown"]["pageInfo"]["startCursor"]
    )
    assert [node["value"] for node in back["breakdown"]["nodes"]] == ["c4", "c3"]
    other = await stack.refusal(BREAKDOWN, by="CONTENT", currency="USD", after=first["pageInfo"]["endCursor"])
    assert other["code"] == "BAD_INPUT"


async def test_who_may_see_what(stack: Stack) -> None:
    await stack.count(bought(10, creatorId="k1"))
    subjects: list[dict[str, Any]] = [{"contentId": "c1"}, {"creatorId": "k1"}]
    for of in subjects:
        answer = await stack.ask(REVENUE, creator("k1"), of=of)
        assert answer["totals"][0]["gross"] == 1000
        refused = await stack.refusal(REVENUE, creator("k2"), of=of)
        assert (refused["code"], refused["field"]) == ("FORBIDDEN", ["of", *of])
    for of in (PLATFORM, {"productId": "p1"}, {"campaign": "spring"}):
        refused = await stack.refusal(REVENUE, creator("k1"), of=of)
        assert (refused["code"], refused["field"]) == ("FORBIDDEN", ["of", *of])
    assert (await stack.refusal(REVENUE, user("u1"), of={"creatorId": "u1"}))["code"] == "FORBIDDEN"
    item = {"campaign": "spring", "day": "2026-11-17", "currency": "EUR", "amount": "1"}
    assert (await stack.refusal(SPEND, creator("k1"), items=[item]))["code"] == "FORBIDDEN"
    assert ADMIN.role is Role.ADMIN


async def test_what_cannot_be_asked(stack: Stack) -> None:
    await stack.count(bought(10))
    for document, variables, field in (
        (REVENUE, {"of": PLATFORM, "currency": "eur"}, ["currency"]),
        (REVENUE, {"of": {"platform": False}}, ["of", "platform"]),
        (REVENUE, {"of": {"campaign": ""}}, ["of", "campaign"]),
        (REVENUE, {"of": PLATFORM, "timezone": "Mars"}, ["timezone"]),
        (SERIES, {"of": PLATFORM, "by": "MINUTE"}, ["by"]),
        (BREAKDOWN, {"by": "CONTENT"}, ["by"]),
        (BREAKDOWN, {"by": "CONTENT", "currency": "EUR", "first": 0}, ["first"]),
        (SPEND, {"items": []}, ["items"]),
    ):
        refused = await stack.refusal(document, **variables)
        assert (refused["code"], refused["field"]) == ("BAD_INPUT", field)
    nobody = await stack.ask(REVENUE, of={"contentId": "unknown"})
    assert (nobody["totals"], nobody["orders"], nobody["views"], nobody["conversion"]) == ([], 0, 0, 0)
    product = await stack.ask(REVENUE, of={"productId": "p1"})
    assert (product["orders"], product["views"], product["conversion"]) == (1, None, None)
