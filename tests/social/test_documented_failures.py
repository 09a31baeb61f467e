"""Every network, kind of numbers and kind of failure: what becomes of the account, and of everything next to it."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from server.demo.networks.local import Fault, LocalNetwork
from server.social.accounts import set_state
from server.social.answers import Answer
from server.social.client import TRIES
from server.social.collecting import RETRY_SECONDS, Outcome
from server.social.failures import (
    FAILURES,
    AuthExpired,
    BillingStop,
    ContractChanged,
    MetricUnsupported,
    NotFound,
    PermissionMissing,
    QuotaExhausted,
    Scope,
    SocialFailure,
    Throttled,
    Transient,
)
from server.social.metrics import STATES as STATES_OF_ACCOUNTS
from server.social.model import Account, AccountState
from server.social.networks import open_fetchers
from server.social.rates import ENGAGEMENT_RATE
from server.social_settings import SocialSettings
from tests.social.collection import Bench
from tests.social.documented import DOCUMENTED
from tests.social.documented.model import ACCOUNT, NOW, Answered, Asked, Documentation, Refused, Removed
from tests.social.test_facebook import cafe
from tests.social.test_faults import Held, grow, held
from tests.social.test_instagram import ada
from tests.social.test_linkedin import acme
from tests.social.test_pinterest import ida
from tests.social.test_tiktok import kim
from tests.social.test_tiktok_business import leo
from tests.social.test_x import eve
from tests.social.test_youtube import bea

__all__ = ["acme", "ada", "bea", "cafe", "eve", "ida", "kim", "leo"]

OFTEN = 300
"""More requests than a collection sends."""
SLACK = timedelta(seconds=20)
"""What a collection takes on a busy machine."""
PAUSES = (Throttled, QuotaExhausted)
OF_PARTS = (PermissionMissing, MetricUnsupported, ContractChanged, NotFound, Transient)
"""Failures of some numbers, which leave the others of the account alone."""
STATES = {AuthExpired: AccountState.NEEDS_RECONNECT, BillingStop: AccountState.BILLING_STOP}
UNREAD = "UPDATE social_accounts SET wanted_at = now() - interval '1 second'"
"""A person wants it: then the numbers of all posts are read, however old they are."""


@dataclass(frozen=True)
class Case:
    """A documented failure of numbers of a kind."""

    network: str
    kind: str
    failure: type[SocialFailure]
    documented: Answered | Refused | Removed

    @property
    def documentation(self) -> Documentation:
        return DOCUMENTED[self.network]


def cases() -> list[Any]:
    """The first answer of each kind of failure; the others are told apart by their form alone."""
    found = []
    for network, documentation in DOCUMENTED.items():
        for kind, failure in product(documentation.places, FAILURES):
            documented = documentation.documented(kind, failure)
            if not isinstance(documented, str):
                first = documented if isinstance(documented, Refused | Removed) else documented[0]
                name = f"{network}-{kind}-{failure.code}"
                found.append(pytest.param(Case(network, kind, failure, first), id=name))
    return found


def answering(case: Case, owner: Any) -> Fault:
    """Answers an account's requests for numbers of the kind as documented, and no other requests."""
    assert isinstance(case.documented, Answered)
    return _standing(case.documented, case.documentation.places[case.kind].asked, owner.token)


def _standing(answer: Answered, matches: Callable[[Asked], bool], token: str) -> Fault:
    async def fault(request: Request) -> Response | None:
        headers = request.headers
        body = unquote((await request.body()).decode())
        asked = Asked(request.method, request.url.path, unquote(request.url.query), body)
        if token not in (headers.get("authorization", "") + headers.get("access-token", "")) or not matches(asked):
            return None
        if answer.body is None:
            return HTMLResponse("<html><body>It does not work.</body></html>", answer.status)
        return JSONResponse(answer.body, answer.status, headers=dict(answer.headers))

    return fault


@dataclass
class Stage:
    """Two accounts of a network with the same numbers, of which the first one meets a failure."""

    bench: Bench
    local: LocalNetwork
    owner: Any
    own: Account
    other: Account

    async def collect(self, account: Account) -> Outcome:
        await self.bench.pool.execute(UNREAD)
        return await self.bench.collect(account)

    async def known_days(self) -> dict[str, int]:
        rows = await self.bench.pool.fetch(
            "SELECT metric, count(*) FROM social_values WHERE account_id = $1 AND grain = 'day' AND value IS NOT NULL"
            " GROUP BY metric",
            self.own.account_id,
        )
        return {row["metric"]: row["count"] for row in rows}

    async def resume(self, account: Account) -> None:
        """Also after its token was refused, which is accepted again."""
        await self.bench.pool.execute(
            "UPDATE social_accounts SET state = 'connected', reason = NULL, since = now(), due_at = now()"
            " WHERE account_id = $1",
            account.account_id,
        )

    async def kinds(self) -> dict[str, str]:
        rows = await self.bench.pool.fetch("SELECT DISTINCT post_id, kind FROM social_posts")
        return {"": ACCOUNT, **{row["post_id"]: row["kind"] for row in rows}}


async def staged(bench: Bench, request: pytest.FixtureRequest, case: Case) -> Stage:
    """Both accounts are collected once, and their numbers have grown since."""
    documentation = case.documentation
    local: LocalNetwork = request.getfixturevalue(case.network)
    owner = request.getfixturevalue(documentation.owner)
    documentation.prepare(owner)
    twin = deepcopy(owner)
    twin.token = "another-token"
    setattr(twin, documentation.own_id, f"{getattr(owner, documentation.own_id)}2")
    local.add(twin)  # type: ignore[attr-defined]
    own, other = [
        await bench.connect(documentation.network, one.token, getattr(one, documentation.own_id))
        for one in (owner, twin)
    ]
    stage = Stage(bench, local, owner, own, other)
    for account in (own, other):
        assert (await stage.collect(account)).code == "done"
    for one in (owner, twin):
        grow(one, 1000)
    return stage


def test_the_table_is_complete() -> None:
    for network, documentation in DOCUMENTED.items():
        for kind in documentation.places:
            for failure in FAILURES:
                assert documentation.documented(kind, failure), (network, kind, failure)


@pytest.mark.parametrize("network", DOCUMENTED)
def test_each_documented_answer_means_its_failure(network: str) -> None:
    documentation, told = DOCUMENTED[network], 0
    apis = open_fetchers(SocialSettings())[documentation.network].apis
    [fetcher] = [one for one in apis if one.place.replace(".", "_") == network]
    for kind, failure in product(documentation.places, FAILURES):
        documented = documentation.documented(kind, failure)
        answers = [documented.answer] if isinstance(documented, Refused) else documented
        for one in answers if isinstance(answers, list) else ():
            if one is None or (failure is NotFound and one.status == 200):
                continue  # an answer without the account: what reads it says so
            body = b"<html>" if one.body is None else msgspec.json.encode(one.body)
            found = fetcher.failure_of(Answer(one.status, one.headers, body, NOW))
            assert type(found) is failure, (kind, one)
            told += 1
            if isinstance(found, PAUSES):
                assert one.until is not None
                assert (found.until, found.scope) == (one.until(NOW), one.scope), (kind, one)
    assert told > len(FAILURES) // 2


@pytest.mark.parametrize("case", cases())
async def test_a_failure_costs_its_own_numbers_only(bench: Bench, request: pytest.FixtureRequest, case: Case) -> None:
    stage = await staged(bench, request, case)
    before, kinds, days = await held(bench, stage.own.account_id), await stage.kinds(), await stage.known_days()
    began = datetime.now(UTC)
    arm(stage, case)
    bench.naps.clear()
    outcome = await stage.collect(stage.own)
    after = await held(bench, stage.own.account_id)

    expects = "done" if isinstance(case.documented, Refused | Removed) else case.failure.code
    assert outcome.code == expects, outcome.detail
    await check_state(stage, case, outcome)
    check_due(bench, case, outcome, began)
    await check_neighbour(stage, case, outcome)
    truth = await held(bench, stage.other.account_id)
    check_numbers(case, kinds, before, after, truth)
    assert await stage.known_days() == days, "a day that the network told keeps its number"
    await check_recovery(stage, case, truth)


def arm(stage: Stage, case: Case) -> None:
    match case.documented:
        case Removed(remove=remove):
            remove(stage.owner, stage.local)
        case Refused(retired=str(retired)):
            setattr(stage.local, case.documentation.unknown, {retired})
        case Refused(asked=asked, answer=Answered() as answer):
            stage.local.fail(_standing(answer, asked, ""), OFTEN)
        case _:
            stage.local.fail(answering(case, stage.owner), OFTEN)


async def check_state(stage: Stage, case: Case, outcome: Outcome) -> None:
    """The account says what is to be done, and so does its collection."""
    expects = STATES.get(case.failure, AccountState.CONNECTED)
    account = await stage.bench.account(stage.own)
    assert account.state is expects
    assert (account.reason is None) == (expects is AccountState.CONNECTED)
    row = await stage.bench.pool.fetchrow(
        "SELECT outcome, detail, taken_by, due_at FROM social_accounts WHERE account_id = $1", stage.own.account_id
    )
    assert row is not None
    assert (row["outcome"], row["taken_by"], row["due_at"]) == (outcome.code, None, outcome.due_at)
    assert (row["detail"] is None) == (outcome.code == "done")
    if case.failure is BillingStop:  # of the operator, not of one account
        assert (await stage.bench.account(stage.other)).state is AccountState.BILLING_STOP


def check_due(bench: Bench, case: Case, outcome: Outcome, began: datetime) -> None:
    """It is tried again when the network answers again, soon if the failure passes, and else with the next round."""
    interval = timedelta(seconds=bench.settings.social_interval)
    due = began + interval
    if case.failure is Transient:
        due = began + timedelta(seconds=RETRY_SECONDS)
        assert len(bench.naps) >= TRIES - 1
    elif case.failure in PAUSES:
        assert isinstance(case.documented, Answered)
        assert case.documented.until is not None
        due = case.documented.until(began)
    assert timedelta() <= outcome.due_at - due <= SLACK, (outcome.due_at, due)


async def check_neighbour(stage: Stage, case: Case, outcome: Outcome) -> None:
    """Another account is collected, unless the failure is one of the whole application."""
    bench, is_of_all = stage.bench, isinstance(case.documented, Answered) and case.documented.scope is Scope.APP
    if case.failure is BillingStop:
        await set_state(
            bench.pool, 1, stage.other.account_id, AccountState.CONNECTED, reason=None, now=datetime.now(UTC)
        )
    second = await stage.collect(stage.other)
    if is_of_all:
        waits = (outcome.due_at - datetime.now(UTC)).total_seconds() > 10
        assert (second.code, second.calls) == ((case.failure.code, 0) if waits else ("done", second.calls))
        await bench.forget_pauses()
        second = await stage.collect(stage.other)
    assert second.code == "done", second.detail


def check_numbers(case: Case, kinds: dict[str, str], before: Held, after: Held, truth: Held) -> None:
    """Nothing false is stored, and what the failure is not about is new."""
    gone = case.documented.post_id if isinstance(case.documented, Removed) else None
    is_alone = case.failure in OF_PARTS and not case.documentation.places[case.kind].is_door
    own = [key for key in after if kinds[key[0]] == case.kind and key[1] != ENGAGEMENT_RATE]
    for key, value in after.items():
        if key[1] == ENGAGEMENT_RATE:
            continue  # of the other numbers: test_rates
        if key[0] == gone:
            assert value == before[key], key
        elif isinstance(case.documented, Refused | Removed) or (is_alone and kinds[key[0]] != case.kind):
            assert value == truth[key], key
        else:
            assert value in (before[key], truth[key]), key
    if isinstance(case.documented, Refused):
        missing = [key for key in own if key[1] in case.documented.metrics and before[key][0] is not None]
        assert missing
        for key in missing:
            is_of_day = case.kind == ACCOUNT and key[1] not in STATES_OF_ACCOUNTS  # of the past, which stays
            assert after[key] == (before[key] if is_of_day else (None, "unavailable")), key
        assert any(after[key] != before[key] for key in own if key not in missing), "the others have grown"
    elif not isinstance(case.documented, Removed):
        assert any(after[key] == before[key] != truth[key] for key in own), "the failure is one of these numbers"


async def check_recovery(stage: Stage, case: Case, truth: Held) -> None:
    """When the network is well again, and what it needs was done, all numbers are there."""
    bench = stage.bench
    if isinstance(case.documented, Removed):
        row = await bench.pool.fetchrow(
            "SELECT post_id FROM social_posts WHERE account_id = $1 AND gone_at IS NOT NULL", stage.own.account_id
        )
        assert row is not None
        assert row["post_id"] == case.documented.post_id
        return
    stage.local.faults.clear()
    await bench.forget_pauses()
    own_id = getattr(stage.owner, case.documentation.own_id)
    if case.failure is AuthExpired:
        await bench.connect(case.documentation.network, stage.owner.token, own_id)
    elif case.failure is BillingStop:
        await stage.resume(stage.own)
    assert (await stage.collect(stage.own)).code == "done"
    if not isinstance(case.documented, Refused):
        assert await held(bench, stage.own.account_id) == truth
