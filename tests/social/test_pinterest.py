"""Pinterest, number by number and error by error, against a local one that was written from its documentation."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server.demo.networks.pinterest import LocalPinterest, Pin, Pinner
from server.social.collecting import Collector
from server.social.model import AccountState, FoundPost, Network, PostKind
from server.social.networks.pinterest import days_asked
from tests.social import serving
from tests.social.collection import Bench

NONE = (None, "unavailable")
NUMBERS = {"IMPRESSION": 240, "SAVE": 20, "TOTAL_COMMENTS": 10, "TOTAL_REACTIONS": 12}
VIDEO = {"VIDEO_MRC_VIEW": 50, "VIDEO_V50_WATCH_TIME": 9_500, "QUARTILE_95_PERCENT_VIEW": 4, "VIDEO_START": 16}


def measured(value: float) -> tuple[float, str]:
    return (value, "measured")


@pytest.fixture
def ida(pinterest: LocalPinterest) -> Pinner:
    now = datetime.now(UTC)
    states = {3: "READY", 2: "ESTIMATE", 1: "PROCESSING"}
    days = {
        now.date() - timedelta(days=back): (state, {"IMPRESSION": 10 * back, "OUTBOUND_CLICK": back})
        for back, state in states.items()
    }
    pins = [
        Pin("901", now - timedelta(days=300), dict(NUMBERS)),
        Pin("902", now - timedelta(days=2), {**NUMBERS, **VIDEO}, "video"),
        Pin("903", now - timedelta(hours=3), {"IMPRESSION": 0}, title="Quite new"),
    ]
    return pinterest.add(Pinner("77", "ida", "token-1", days=days, pins=pins))


@pytest.mark.parametrize("many", [True, False])
async def test_each_number_is_what_pinterest_holds_or_absent_with_a_reason(
    bench: Bench, pinterest: LocalPinterest, ida: Pinner, many: bool
) -> None:
    pinterest.many = many
    account = await bench.connect(Network.PINTEREST, ida.token)
    outcome = await bench.collect(account)
    # the account, its days, two pages of pins; images and videos at once, or, where that is refused once, one by one
    assert (outcome.code, outcome.posts, outcome.calls) == ("done", 2, 6 if many else 7)
    assert await bench.values(account) == {
        "followers": measured(12),
        "following": measured(3),
        "impressions": (20, "estimated"),
        "websiteClicks": (2, "estimated"),
    }
    assert [value for _, value in await bench.series(account, "impressions")] == [30, 20, None]
    numbers = {"impressions": measured(240), "saves": measured(20), "comments": measured(10), "likes": measured(12)}
    of_video = {"views": measured(50), "watchTime": measured(9.5), "completionRate": measured(25)}
    assert await bench.values(account, "902") == {**numbers, **of_video}
    new = await bench.values(account, "903")
    assert new == dict.fromkeys(new, NONE) | {"impressions": measured(0)}
    assert await bench.values(account, "901") == {}

    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    ida.days[yesterday] = ("READY", {"IMPRESSION": 5, "OUTBOUND_CLICK": 1})
    pinterest.retired = {"VIDEO_V50_WATCH_TIME"}
    assert (await bench.collect(account)).code == "done"
    assert (await bench.values(account))["impressions"] == measured(5)
    assert await bench.values(account, "902") == {**numbers, **of_video, "watchTime": NONE}


async def test_a_video_that_refuses_a_metric_leaves_all_others_alone(
    bench: Bench, pinterest: LocalPinterest, ida: Pinner
) -> None:
    odd = Pin("11", datetime.now(UTC) - timedelta(hours=2), {"IMPRESSION": 3}, "video")
    max_ = pinterest.add(Pinner("78", "max", "token-2", pins=[odd]))
    account, other = [await bench.connect(Network.PINTEREST, one.token) for one in (ida, max_)]
    before = await bench.collect(account)

    async def refuse(request: Request) -> Response | None:
        params = request.query_params
        if params["pin_ids"] == "11" and "VIDEO_MRC_VIEW" in params["metric_types"]:
            return JSONResponse(
                {"code": 1, "message": "'VIDEO_MRC_VIEW' is not a valid metric type for this pin."}, 400
            )
        return None

    pinterest.fail(refuse, times=2, path="/pins/analytics")
    assert (await bench.collect(other)).code == "done"
    assert pinterest.faults == []
    of_odd = await bench.values(other, "11")
    assert (of_odd["views"], of_odd["impressions"]) == (NONE, measured(3))
    again = await bench.collect(account)
    assert (again.code, again.calls) == ("done", before.calls)  # batches, still
    assert (await bench.values(account, "902"))["views"] == measured(50)


async def test_tokens_rotate_and_limits_are_kept(bench: Bench, pinterest: LocalPinterest, ida: Pinner) -> None:
    account = await bench.connect(Network.PINTEREST, ida.token, refresh=ida.refresh)
    pinterest.expired = {ida.token}
    assert (await bench.collect(account)).code == "done"
    assert (ida.refresh, pinterest.calls("/oauth/token")) == ("refresh+", 1)
    too_many = {"code": 8, "message": "You have exceeded your rate limit. Try again later."}
    pinterest.fail(serving.answering(429, too_many, x_ratelimit_reset="30"))
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.due_at - datetime.now(UTC) <= timedelta(seconds=30)) == ("throttled", True)
    await bench.forget_pauses()
    pinterest.left = 0
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.calls) == ("throttled", 1)  # the last call was good; the headers say so of the next
    await bench.forget_pauses()
    pinterest.left = 59
    pinterest.fail(serving.answering(500, {"code": 12, "message": "Something went wrong"}), times=2)
    assert (await bench.collect(account)).code == "done"
    pinterest.fail(serving.answering(403, {"code": 3, "message": "Not authorized."}))
    assert (await bench.collect(account)).code == "permission_missing"
    pinterest.expired, ida.refresh = {ida.token}, "another"
    assert (await bench.collect(account)).code == "auth_expired"
    assert (await bench.account(account)).state is AccountState.NEEDS_RECONNECT


@pytest.mark.parametrize("many", [True, False])
async def test_all_days_that_are_kept_are_asked_for(
    bench: Bench, pinterest: LocalPinterest, ida: Pinner, many: bool
) -> None:
    """The first day may be 90 days back: see start_date of pins/analytics."""
    ida.pins = [Pin("1", datetime.now(UTC) - timedelta(days=95), dict(NUMBERS))]
    pinterest.many = many
    bench.collector = Collector(
        bench.settings.model_copy(update={"social_posts_days": 100}), bench.pool, bench.client, bench.vault
    )
    account = await bench.connect(Network.PINTEREST, ida.token)
    assert (await bench.collect(account)).code == "done"
    asked = [one for one in pinterest.seen if "/pins/" in one.path]
    today = datetime.now(UTC).date()
    assert {date.fromisoformat(one.params["start_date"]) for one in asked} <= {
        today - timedelta(days=90),
        today - timedelta(days=89),  # within five minutes of midnight
    }
    values = await bench.values(account, "1")
    assert (values["impressions"], values["saves"]) == (NONE, NONE), "they are sums of 90 days"
    assert (values["comments"], values["likes"]) == (measured(10), measured(12))


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-12-01T00:00:00+00:00", "2026-09-02"),
        ("2026-12-01T23:54:59+00:00", "2026-09-02"),
        ("2026-12-01T23:55:00+00:00", "2026-09-03"),  # it may arrive tomorrow, which is 90 days later
        ("2026-12-02T01:30:00+02:00", "2026-09-02"),  # by UTC, it is not tomorrow yet
    ],
)
def test_the_first_day_is_that_of_utc(now: str, first: str) -> None:
    moment = datetime.fromisoformat(now)
    old = FoundPost("1", PostKind.POST, moment - timedelta(days=200))
    assert days_asked([old], moment) == {"start_date": first, "end_date": "2026-12-01"}
    young = FoundPost(
        "1", PostKind.POST, datetime(2026, 11, 30, 22, tzinfo=UTC).astimezone(timezone(timedelta(hours=5)))
    )
    assert days_asked([young], moment) == {"start_date": "2026-11-30", "end_date": "2026-12-01"}


async def test_a_pin_that_lacks_a_metric_hides_it_for_no_other(
    bench: Bench, pinterest: LocalPinterest, ida: Pinner
) -> None:
    now = datetime.now(UTC)
    pinterest.page_size = 250
    ida.pins = [Pin(str(1000 + n), now - timedelta(hours=1, minutes=n), dict(NUMBERS)) for n in range(100)]
    asked = 0

    async def refuse(request: Request) -> Response | None:
        nonlocal asked
        params = request.query_params
        asked += 1
        if "1042" in params["pin_ids"].split(",") and "SAVE" in params["metric_types"].split(","):
            return JSONResponse({"code": 1, "message": "'SAVE' is not a valid metric type for this pin."}, 400)
        return None

    pinterest.fail(refuse, times=100, path="/pins/analytics")
    account = await bench.connect(Network.PINTEREST, ida.token)
    assert (await bench.collect(account)).code == "done"
    saves = {pin.pin_id: (await bench.values(account, pin.pin_id))["saves"] for pin in ida.pins}
    assert [pin_id for pin_id, found in saves.items() if found != measured(20)] == ["1042"]
    assert (await bench.values(account, "1042"))["likes"] == measured(12)
    assert asked <= 20
    asked = 0
    assert (await bench.collect(account)).code == "done"
    assert asked == 2, "what the pin lacks is remembered"
    assert (await bench.values(account, "1042"))["saves"] == NONE
    pinterest.faults.clear()
    ida.pins.append(Pin("1100", now, dict(NUMBERS)))
    assert (await bench.collect(account)).code == "done"
    assert (await bench.values(account, "1100"))["saves"] == measured(20), "it is remembered for pins, not for all"


async def test_pins_that_are_not_asked_apart_keep_what_is_known(
    bench: Bench, pinterest: LocalPinterest, ida: Pinner
) -> None:
    now = datetime.now(UTC)
    pinterest.page_size = 250
    ida.pins = [Pin(str(1000 + n), now - timedelta(hours=1, minutes=n), dict(NUMBERS)) for n in range(100)]
    account = await bench.connect(Network.PINTEREST, ida.token)
    least = (await bench.collect(account)).calls
    odd = {str(1000 + n) for n in range(0, 100, 10)}
    asked = 0

    async def refuse(request: Request) -> Response | None:
        nonlocal asked
        params = request.query_params
        asked += 1
        if odd & set(params["pin_ids"].split(",")) and "SAVE" in params["metric_types"].split(","):
            return JSONResponse({"code": 1, "message": "'SAVE' is not a valid metric type for this pin."}, 400)
        return None

    pinterest.fail(refuse, times=500, path="/pins/analytics")
    for _ in range(3):
        asked = 0
        assert (await bench.collect(account)).code == "done"
        assert asked <= 41
        saves = {pin.pin_id: (await bench.values(account, pin.pin_id))["saves"] for pin in ida.pins}
        assert {pin_id for pin_id, found in saves.items() if found != measured(20)} <= odd
    assert {pin_id for pin_id, found in saves.items() if found == NONE} == odd
    assert (await bench.collect(account)).calls == least + 1, "those without it are asked for in a call of their own"
    pinterest.faults.clear()


async def test_a_token_without_a_permission_takes_batches_from_no_other(
    bench: Bench, pinterest: LocalPinterest, ida: Pinner
) -> None:
    max_ = pinterest.add(Pinner("78", "max", "token-2", pins=[Pin("11", datetime.now(UTC) - timedelta(hours=2))]))
    account, other = [await bench.connect(Network.PINTEREST, one.token) for one in (ida, max_)]
    refused = serving.answering(403, {"code": 29, "message": "You are not permitted to access that resource."})
    for path in ("/pins/analytics", "/pins/11/analytics"):
        pinterest.fail(refused, path=path)
    assert (await bench.collect(other)).code == "permission_missing"
    assert pinterest.faults == []
    assert (await bench.collect(account)).code == "done"
    assert pinterest.calls("/pins/analytics") == 3, "batches are still asked for"


async def test_a_pin_that_may_not_be_read_takes_batches_from_no_other(
    bench: Bench, pinterest: LocalPinterest, ida: Pinner
) -> None:
    now = datetime.now(UTC)
    ida.pins = [Pin(str(1000 + n), now - timedelta(hours=1, minutes=n), dict(NUMBERS)) for n in range(4)]
    account = await bench.connect(Network.PINTEREST, ida.token)

    async def refuse(request: Request) -> Response | None:
        if "1002" in request.query_params.get("pin_ids", ""):
            return JSONResponse({"code": 29, "message": "You are not permitted to access that resource."}, 403)
        return None

    pinterest.fail(refuse, times=20, path="/pins/")
    assert (await bench.collect(account)).code == "done", "one by one, they may be read"
    pinterest.faults.clear()
    before = pinterest.calls("/pins/analytics")
    assert (await bench.collect(account)).code == "done"
    assert pinterest.calls("/pins/analytics") == before + 1
