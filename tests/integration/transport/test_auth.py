"""Write keys and tokens, over HTTP."""

import asyncio
import base64
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import SecretStr, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from server.access import Caller, Role
from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key, revoke_write_key
from server.transport.auth import KEY_SECONDS, Authenticator
from server.transport.socket_closing import MAX_REASON_LENGTH
from tests.conftest import JWT_SECRET
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket

TYPENAME = "{ __typename }"


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def claims(**changed: Any) -> dict[str, Any]:
    # Some are signed when the tests are collected, and must outlast the whole suite.
    good = {"sub": "u1", "role": "creator", "project": 1, "exp": datetime.now(UTC) + timedelta(hours=2)}
    return {name: value for name, value in (good | changed).items() if value is not None}


def signed(**changed: Any) -> str:
    return "Bearer " + jwt.encode(claims(**changed), JWT_SECRET, algorithm="HS256")


def unsigned(**changed: Any) -> str:
    return "Bearer " + jwt.encode(claims(**changed), "", algorithm="none")


def part(text: bytes) -> str:
    """A part of a token."""
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


async def test_a_write_key_names_its_project(pool: Pool, settings: Settings) -> None:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 7, key, "seven")
    caller = await Authenticator(settings, pool).authenticate(None, key)
    assert caller == Caller(project_id=7, may_track=True, key_id=caller.key_id)
    assert caller.key_id is not None
    assert caller.key_id not in key


async def test_requests_without_credentials_are_anonymous(pool: Pool, settings: Settings) -> None:
    assert await Authenticator(settings, pool).authenticate(None, None) == Caller()


async def test_a_revoked_key_is_refused_once_its_answer_is_old(pool: Pool, settings: Settings) -> None:
    clock, key = Clock(), new_write_key()
    authenticator = Authenticator(settings, pool, clock=clock)
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "")
        assert (await authenticator.authenticate(None, key)).may_track
        await revoke_write_key(connection, 1, key)
    assert (await authenticator.authenticate(None, key)).may_track, "known for a while"
    clock.seconds += KEY_SECONDS + 1
    with pytest.raises(ViewpulseError, match="revoked"):
        await authenticator.authenticate(None, key)


async def test_an_unknown_key_is_known_to_be_unknown_for_a_while(pool: Pool, settings: Settings) -> None:
    clock, key = Clock(), new_write_key()
    authenticator = Authenticator(settings, pool, clock=clock)
    with pytest.raises(ViewpulseError, match="unknown or revoked"):
        await authenticator.authenticate(None, key)
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "")
    with pytest.raises(ViewpulseError, match="unknown or revoked"):
        await authenticator.authenticate(None, key)
    clock.seconds += KEY_SECONDS + 1
    assert (await authenticator.authenticate(None, key)).may_track


async def test_a_key_and_a_token_of_different_projects_do_not_go_together(api: Api) -> None:
    error = await api.refusal(TYPENAME, authorization=api.token(project=2))
    assert (error["status"], error["extensions"]["code"]) == (403, "FORBIDDEN")
    async with socket(api.url) as client:
        payload = {"authorization": api.token(project=2), "writeKey": api.write_key}
        await client.say({"type": "connection_init", "payload": payload})
        assert await client.closed() == (4403, f"FORBIDDEN: {error['message']}")


async def test_a_token_names_the_user_and_its_expiry(pool: Pool, settings: Settings) -> None:
    token = signed(sub="ada", role="admin", project=3, exp=datetime.now(UTC) + timedelta(minutes=5))
    await pool.execute("INSERT INTO projects (project_id, name) VALUES (3, 'three')")
    caller = await Authenticator(settings, pool).authenticate(token, None)
    assert (caller.user_id, caller.role, caller.project_id) == ("ada", Role.ADMIN, 3)
    assert caller.expires_at is not None
    assert 0 < (caller.expires_at - datetime.now(UTC)).total_seconds() < 330


@pytest.mark.parametrize(
    ("authorization", "message"),
    [
        (signed(exp=datetime.now(UTC) - timedelta(minutes=1)), "expired"),
        (signed(exp=None), "no `exp` claim"),
        (signed(sub=None), "no `sub` claim"),
        (signed(role=None), "no `role` claim"),
        (signed(role="root"), "`role` claim must be"),
        (signed(role=["root"]), "`role` claim must be"),
        (signed(sub=""), "`sub` claim must be"),
        (signed(sub="x" * 129), "`sub` claim must be"),
        (signed(project="one"), "`project` claim must be"),
        (signed(project=0), "`project` claim must be"),
        (signed(project=2**31), "`project` claim must be"),
        (signed(project=None), "no `project` claim: add the project's number, or set VIEWPULSE_JWT_DEFAULT_PROJECT"),
        (signed(project=77), "names project 77, which does not exist"),
        (signed(project=2**31 - 1), "names project 2147483647, which does not exist"),
        (signed(sub="\ud800"), "`sub` claim must be"),
        (signed(sub="a\0"), "`sub` claim must be"),
        (signed(exp=1e300), "`exp` claim must be a number of seconds since 1970, before the year 3000"),
        (signed(exp=10**400), "`exp` claim must be"),
        (signed(exp=float("inf")), "`exp` claim must be"),
        (signed(exp=float("nan")), "`exp` claim must be"),
        (signed(exp="4102444800"), "`exp` claim must be"),
        (signed(exp=[1]), "`exp` claim must be"),
        (signed(exp={}), "`exp` claim must be"),
        (signed(exp=True), "`exp` claim must be"),
        (signed(exp=-5), "expired"),
        (signed(exp=float("-inf")), "expired"),
        (signed(exp=-1e300), "expired"),
        (signed(nbf=1e300), "not valid"),
        (signed(nbf=float("inf")), "not valid"),
        (signed(nbf=[]), "not valid"),
        (signed(iat=float("inf")), "not valid"),
        (signed(iat={}), "not valid"),
        (f"Bearer {part(b'[' * 5000)}.{part(b'{}')}.", "not valid"),
        (f"Bearer {part(b'{}')}.{part(b'[' * 5000)}.", "not valid"),
        (f"Bearer {part(b'[]')}.{part(b'[]')}.", "not valid"),
        (f"Bearer {part(b'1' * 5000)}.{part(b'{}')}.", "not valid"),
        ("Bearer " + jwt.encode(claims(), JWT_SECRET, headers={"kid": "a", "b64": False}), "not valid"),
        (signed(nbf=datetime.now(UTC) + timedelta(hours=1)), "not valid yet"),
        (unsigned(role="admin"), "not valid"),
        ("Bearer " + jwt.encode(claims(role="admin"), "x" * 40, algorithm="HS256"), "signature is not valid"),
        ("Bearer " + jwt.encode(claims(), JWT_SECRET * 2, algorithm="HS512"), "not valid"),
        ("Bearer a.b.c", "not valid"),
        ("Bearer " + "a" * 9000, "The Authorization header must be"),
        ("Bearer", "The Authorization header must be"),
        ("Basic dTpw", "The Authorization header must be"),
    ],
)
async def test_a_bad_token_is_refused_with_a_reason(
    api: Api, authorization: str, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.write_key = None
    response = await api.post(TYPENAME, authorization=authorization)
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
    error = response.json()["errors"][0]
    code, close_code = ("TOKEN_EXPIRED", 4419) if message == "expired" else ("TOKEN_INVALID", 4403)
    assert error["extensions"] == {"code": code, "retryable": False}
    assert message in error["message"]
    assert JWT_SECRET not in response.text
    async with socket(api.url) as client:
        await client.say({"type": "connection_init", "payload": {"authorization": authorization}})
        reason = f"{code}: {error['message']}".encode()[:MAX_REASON_LENGTH].decode(errors="ignore")
        assert await client.closed() == (close_code, reason)
    assert not [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]


@pytest.mark.parametrize(
    ("key", "authorization", "code", "close_code"),
    [
        ("unknown", None, "WRITE_KEY_INVALID", 4403),
        ("k" * 300, None, "WRITE_KEY_INVALID", 4403),
        ("good", signed(exp=datetime.now(UTC) - timedelta(minutes=1)), "TOKEN_EXPIRED", 4419),
        ("good", "Bearer a.b.c", "TOKEN_INVALID", 4403),
        ("unknown", signed(exp=datetime.now(UTC) - timedelta(minutes=1)), "WRITE_KEY_INVALID", 4403),
    ],
)
async def test_tracking_with_a_bad_credential_is_refused_whole_whatever_the_other_is(
    api: Api, pool: Pool, key: str, authorization: str | None, code: str, close_code: int
) -> None:
    track = 'mutation { trackEvent(event: { type: VIEW_START, contentId: "c", sessionId: "s" }) { accepted } }'
    headers = {} if authorization is None else {"authorization": authorization}
    api.write_key = api.write_key if key == "good" else key
    error = await api.refusal(track, **headers)
    assert (error["status"], error["extensions"]) == (401, {"code": code, "retryable": False})
    async with socket(api.url) as client:
        await client.say({"type": "connection_init", "payload": {**headers, "writeKey": api.write_key}})
        assert await client.closed() == (close_code, f"{code}: {error['message']}")
    assert await pool.fetchval("SELECT count(*) FROM events") == 0


async def test_an_answer_without_credentials_asks_for_them(api: Api) -> None:
    api.write_key = None
    for query in ("{ trending { revision } }", '{ contentAnalytics(contentId: "c") { revision } }'):
        [error] = (await api.ask(query))["errors"]
        assert error["extensions"] == {"code": "UNAUTHENTICATED", "retryable": False}


async def test_a_token_may_be_good_for_centuries(api: Api) -> None:
    api.write_key = None
    forever = signed(exp=32_000_000_000)
    assert (await api.ask(TYPENAME, authorization=forever))["data"] == {"__typename": "Query"}
    async with socket(api.url) as client:
        await client.initialise(authorization=forever)
        await client.subscribe(TYPENAME)
        assert (await client.hear())["payload"] == {"data": {"__typename": "Query"}}


async def test_tokens_without_a_project_may_be_those_of_the_only_one(pool: Pool, settings: Settings) -> None:
    lenient = settings.model_copy(update={"jwt_default_project": 1})
    authenticator = Authenticator(lenient, pool)
    assert (await authenticator.authenticate(signed(project=None), None)).project_id == 1
    with pytest.raises(ViewpulseError, match="names project 5, which does not exist"):
        await authenticator.authenticate(signed(project=5), None)


async def test_without_a_database_the_claims_of_a_token_are_trusted(settings: Settings, pool: Pool) -> None:
    await pool.close()
    assert (await Authenticator(settings, pool).authenticate(signed(), None)).user_id == "u1"


async def test_audience_and_issuer_are_required_when_configured(pool: Pool, settings: Settings) -> None:
    strict = settings.model_copy(update={"jwt_audience": "viewpulse", "jwt_issuer": "https://id.example"})
    authenticator = Authenticator(strict, pool)
    good = await authenticator.authenticate(signed(aud="viewpulse", iss="https://id.example"), None)
    assert good.user_id == "u1"
    for wrong in (signed(), signed(aud="other", iss="https://id.example"), signed(aud="viewpulse", iss="other")):
        with pytest.raises(ViewpulseError) as caught:
            await authenticator.authenticate(wrong, None)
        assert caught.value.code is ErrorCode.TOKEN_INVALID


async def test_without_a_secret_no_token_is_good(pool: Pool, settings: Settings) -> None:
    keyless = settings.model_copy(update={"jwt_secret": None})
    for authorization in (signed(), unsigned()):
        with pytest.raises(ViewpulseError, match="accepts no tokens"):
            await Authenticator(keyless, pool).authenticate(authorization, None)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 32 bytes") as caught:
        Settings(jwt_secret=SecretStr("correct horse"))
    assert "correct horse" not in str(caught.value)


def test_only_public_key_algorithms_go_with_a_jwks() -> None:
    for algorithm in ("HS256", "none"):
        with pytest.raises(ValidationError, match="may contain only"):
            Settings(jwt_algorithms=[algorithm])
    with pytest.raises(ValidationError, match="not both"):
        Settings(jwt_secret=SecretStr(JWT_SECRET), jwks_url="https://id.example/jwks")


class Provider:
    """An identity provider with a changing set of keys."""

    def __init__(self) -> None:
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.fetches = 0
        self.url = ""

    def add(self, key_id: str) -> rsa.RSAPrivateKey:
        self.keys[key_id] = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return self.keys[key_id]

    def sign(self, key_id: str, **changed: Any) -> str:
        headers = {"kid": key_id}
        return "Bearer " + jwt.encode(claims(**changed), self.keys[key_id], algorithm="RS256", headers=headers)

    async def jwks(self, _request: Request) -> JSONResponse:
        self.fetches += 1
        public = [
            {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())), "kid": key_id, "alg": "RS256"}
            for key_id, key in self.keys.items()
        ]
        return JSONResponse({"keys": public})


@asynccontextmanager
async def providing(settings: Settings) -> AsyncIterator[Provider]:
    provider = Provider()
    async with served(Starlette(routes=[Route("/jwks", provider.jwks)]), settings) as api:
        provider.url = f"{api.url}/jwks"
        yield provider


async def test_keys_of_a_provider_are_fetched_once_for_all(pool: Pool, settings: Settings) -> None:
    async with providing(settings) as provider:
        provider.add("one")
        of_provider = settings.model_copy(update={"jwt_secret": None, "jwks_url": provider.url})
        authenticator = Authenticator(of_provider, pool)
        token = provider.sign("one", sub="ada")
        viewers = await asyncio.gather(*(authenticator.authenticate(token, None) for _ in range(20)))
        assert {viewer.user_id for viewer in viewers} == {"ada"}
        assert provider.fetches == 1
        stranger = provider.sign("one").replace("Bearer ", "")
        forged = jwt.encode(claims(), rsa.generate_private_key(65537, 2048), algorithm="RS256", headers={"kid": "two"})
        for _ in range(5):
            with pytest.raises(ViewpulseError, match="not valid"):
                await authenticator.authenticate(f"Bearer {forged}", None)
        assert provider.fetches == 1, "an unknown key is no reason to fetch again and again"
        assert (await authenticator.authenticate(f"Bearer {stranger}", None)).user_id == "u1"


async def test_a_public_key_is_no_secret_to_sign_with(pool: Pool, settings: Settings) -> None:
    async with providing(settings) as provider:
        public = provider.add("one").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        of_provider = settings.model_copy(update={"jwt_secret": None, "jwks_url": provider.url})
        head, body = (
            base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
            for part in (
                {"alg": "HS256", "kid": "one"},
                {"sub": "u", "role": "admin", "project": 1, "exp": 4102444800},
            )
        )
        signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(head + b"." + body, public)
        forged = b".".join((head, body, base64.urlsafe_b64encode(signature).rstrip(b"="))).decode()
        authenticator = Authenticator(of_provider, pool)
        for token in (f"Bearer {forged}", unsigned(role="admin")):
            with pytest.raises(ViewpulseError) as caught:
                await authenticator.authenticate(token, None)
            assert caught.value.code is ErrorCode.TOKEN_INVALID


async def test_during_an_outage_of_the_provider_tokens_cannot_be_checked(pool: Pool, settings: Settings) -> None:
    async with providing(settings) as provider:
        provider.add("one")
        token, gone = provider.sign("one"), provider.url
    away = settings.model_copy(update={"jwt_secret": None, "jwks_url": gone})
    with pytest.raises(ViewpulseError) as caught:
        await Authenticator(away, pool).authenticate(token, None)
    assert caught.value.code is ErrorCode.UNAVAILABLE
