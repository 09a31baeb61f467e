"""Nothing of one project is in an answer to another, whatever is asked, and by whom.

Two projects have the same ids of contents, creators, users, sessions and events, and the second one has more of all.
The matrix is the documents of ``graphql/``, which have every field of the schema, for each role.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from graphql import FieldNode, OperationDefinitionNode, OperationType, parse

from resolvers.node import global_id
from resolvers.schema import ROOT_FIELDS, build_schema
from server.access import Caller
from server.analytics import snapshot
from server.events import project_keys
from server.rollup.erasures import erasure_id_of
from server.storage.tombstones import PrivacySecret
from server.storage.write_keys import fingerprint_of, hash_write_key, register_write_key
from server.transport.execution import Executor
from server.transport.failures import OperationRefused
from tests.conftest import PRIVACY_SECRET
from tests.contexts import contexts_of
from tests.integration.analytics.stack import ADMIN, APP, NOW, Stack, creator, event, moment, user
from tests.integration.resolvers.social_documents import CONNECTION, come_back, connect_social
from tests.integration.resolvers.stored_links import link_of, store_link
from tests.integration.resolvers.test_documents import DOCUMENTS, OPERATOR, VARIABLES
from tests.tenant_rows import changed, rows_of

SCHEMA = build_schema()._schema
OURS, THEIRS = 1, 2
OF_OPERATORS = {f"dashboard/{name}.graphql" for name in ("Projects", "Project", "Definitions", "EventVocabulary")} | {
    "live/DefinitionsLive.graphql"
}
"""What an operator may ask; no answer is about a person."""
PLACE = {"country": "DE", "latitude": 52.5, "longitude": 13.4, "preciseConsent": True}
_AS_OF = re.compile(r'"asOf":"[^"]*"')
_QUESTION_ID = re.compile(r'"q_[^"]*"')


def operation_of(path: str) -> OperationDefinitionNode:
    definition = parse(DOCUMENTS[path]).definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    return definition


WRITES = [path for path in DOCUMENTS if operation_of(path).operation is OperationType.MUTATION]
READS = [path for path in DOCUMENTS if path not in WRITES]


class Tenant(NamedTuple):
    """Whose ids a question has.

    Attributes:
        word: Stands in its own ids, and in all of its texts.
        project: Where its data is; None: nowhere.
    """

    word: str
    project: int | None

    def renamed(self, value: Any) -> Any:
        """The variables of a document, with own ids for those that both projects have."""
        if isinstance(value, dict):
            return {name: self.renamed(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.renamed(one) for one in value]
        return self.names.get(value, value) if isinstance(value, str) else value

    @property
    def names(self) -> dict[str, str]:
        ids = ("c1", "c2", "k1", "u1", "s1", "guest", "spring", "Likes", "instagram:1", "instagram:2", "brand")
        own = {name: f"{self.word}-{name}" for name in ids}
        kinds = {"c1": "Content", "k1": "Creator", "s1": "Session"}
        nodes = {global_id(kind, name): global_id(kind, own[name]) for name, kind in kinds.items()}
        return own | nodes | {ERASED[OURS]: self.erased, "1.2.0": "1.3.0"}

    @property
    def erased(self) -> str:
        return str(erasure_id_of(PrivacySecret(PRIVACY_SECRET.encode()).hash_viewer(THEIRS, f"u:{self.word}-gone")))

    def blanked(self, payload: str) -> str:
        """An answer without the ids that it was asked for."""
        for name in sorted(self.names.values(), key=len, reverse=True):
            payload = payload.replace(name, "…")
        return _QUESTION_ID.sub('"…"', payload.replace(self.word, "…"))


def erased_of(project: int) -> str:
    return str(erasure_id_of(PrivacySecret(PRIVACY_SECRET.encode()).hash_viewer(project, "u:gone")))


ERASED = {project: erased_of(project) for project in (OURS, THEIRS)}
THEM, NOBODY = Tenant("theirs", THEIRS), Tenant("nobody", None)


def callers(project: int, prefix: str = "") -> dict[str, Caller]:
    """One of each role."""
    known = {"guest": APP, "user": user(f"{prefix}u1"), "creator": creator(f"{prefix}k1"), "admin": ADMIN}
    return {role: replace(caller, project_id=project) for role, caller in known.items()}


async def fill(stack: Stack, project: int, word: str, times: int, now: datetime) -> None:
    """Gives a project all that a project can have; its texts contain the word."""
    admin, app = callers(project)["admin"], callers(project)["guest"]

    async def do(path: str, **variables: Any) -> None:
        await stack.ask(DOCUMENTS[f"dashboard/{path}.graphql"], admin, **variables)

    for prefix in ("", f"{word}-"):
        contents = [
            {"id": f"{prefix}c{n}", "type": "VIDEO", "creatorId": f"{prefix}k1", "title": f"{word} {n}", "duration": 60}
            for n in (1, 2)
        ]
        await do("UpsertContents", contents=contents)
        await do("UpsertCreators", creators=[{"id": f"{prefix}k1", "name": f"{word} Kim"}])
        await do("EraseViewer", id=f"{prefix}gone")
        spend = {"campaign": f"{prefix}spring", "day": f"{now:%Y-%m-%d}", "currency": "EUR", "amount": f"{times}"}
        await do("UpsertCampaignSpend", items=[spend])
        await do("PinFunnel", name=f"{prefix}Likes", steps=[{"types": ["VIEW"]}, {"types": ["LIKE"]}])
    await do("RegisterSchemaVersion", type="CUSTOM", name=f"{word}.poll", version="1.0.0", schema={"title": word})
    await do("RegisterSchemaVersion", type="LIKE", version="1.3.0" if project == THEIRS else "1.2.0", schema={})
    async with stack.services.pool.acquire() as connection:
        await register_write_key(connection, project, f"{word} key", f"of {word}")
        await store_link(connection, project, word)
        for prefix in ("", f"{word}-"):
            await connect_social(connection, project, prefix, word, times)
    if project == OURS and stack.services.connections is not None:
        await come_back(stack.services.connections)

    def events(prefix: str, n: int) -> Iterator[dict[str, Any]]:
        one = {
            "occurredAt": moment(now - timedelta(minutes=5 * n + 1)),
            "creatorId": f"{prefix}k1",
            "location": PLACE | {"city": word},
            "source": {"type": "OTHER", "campaign": f"{prefix}spring"},
        }
        for content in ("c1", "c2"):
            for kind in ("VIEW_START", "VIEW_COMPLETE", "LIKE", "SAVE", "COMMENT", "SHARE"):
                viewed = {"viewData": {"totalWatchTime": 9}} if kind == "VIEW_COMPLETE" else {}
                name = f"{prefix}{content}-{kind}-{n}"
                signed_in = {"userId": f"{prefix}u1", "sessionId": f"{prefix}s1"}
                yield event(kind, f"{prefix}{content}", None, id=name, **signed_in, **viewed, **one)
                yield event(
                    kind, f"{prefix}{content}", None, id=f"{name}-guest", sessionId=f"{prefix}guest", **viewed, **one
                )
        bought = {"productId": f"{word} shoe", "orderId": f"{prefix}o{n}", "amount": f"{n + 1}.00", "currency": "EUR"}
        yield event("PURCHASE", f"{prefix}c1", f"{prefix}u1", id=f"{prefix}buy-{n}", properties=bought, **one)

    await stack.track([one for n in range(times) for prefix in ("", f"{word}-") for one in events(prefix, n)], app)
    bad = event("LIKE", "x" * 200, f"{word}-u1", id=f"{word}-bad", occurredAt=moment(now))
    await stack.execute(DOCUMENTS["mobile/TrackEvents.graphql"], app, {"events": [bad]})
    await stack.aggregator.drain()


class Asked(NamedTuple):
    """One question of the matrix."""

    path: str
    role: str


class Matrix:
    """Asks documents as a client gets their answers."""

    def __init__(self, stack: Stack) -> None:
        services = stack.services
        self._executor = Executor(stack.schema, contexts_of(services), services.settings, root_fields=ROOT_FIELDS)

    async def ask(self, path: str, caller: Caller, variables: dict[str, Any]) -> str:
        """The answer to a document, or its refusal, without the time up to which was counted."""
        try:
            operation = self._executor.prepare(DOCUMENTS[path], None, caller)
            if path.startswith("live/"):
                live, _ = await self._executor.go_live(operation, variables, caller, request_id="r1")
                payload = (await live.execute()).payload
            else:
                payload = await self._executor.run(operation, variables, caller, request_id="r1")
        except OperationRefused as refused:
            payload = refused.payload
        except Exception as error:  # noqa: BLE001 - of a live one, the field's own
            payload = repr(error).encode()
        return _AS_OF.sub('"asOf":null', payload.decode())

    async def all(self, project: int, tenant: Tenant | None = None) -> dict[Asked, str]:
        """The answers to all documents, for each role of a project; with the ids of a tenant, and its users."""
        found = {}
        for path in READS:
            variables = {**VARIABLES[path][1]}
            if tenant is not None:
                variables = tenant.renamed(variables)
            for role, caller in callers(project, "" if tenant is None else f"{tenant.word}-").items():
                found[Asked(path, role)] = await self.ask(path, caller, variables)
        return found


def differences(ours: dict[Asked, str], others: dict[Asked, str]) -> list[str]:
    assert ours.keys() == others.keys()
    return [f"{asked}: {ours[asked]} | {others[asked]}" for asked in ours if ours[asked] != others[asked]]


def test_the_matrix_has_every_field() -> None:
    roots = {"query": SCHEMA.query_type, "subscription": SCHEMA.subscription_type, "mutation": SCHEMA.mutation_type}
    for kind, root in roots.items():
        assert root is not None
        asked = {
            selected.name.value
            for path in DOCUMENTS
            if operation_of(path).operation.value == kind
            for selected in operation_of(path).selection_set.selections
            if isinstance(selected, FieldNode)
        }
        assert asked == set(root.fields), kind


@pytest.mark.parametrize("walls", [2, 1])
async def test_what_others_have_changes_no_answer(stack: Stack, monkeypatch: pytest.MonkeyPatch, walls: int) -> None:
    """With both walls, the statements and the policies; then with the statements alone, read as the owner."""
    if walls == 1:
        for module in (snapshot, project_keys):
            monkeypatch.setattr(module, "read_only", lambda project: f"SET LOCAL viewpulse.project = '{project:d}'")
    matrix = Matrix(stack)
    await fill(stack, OURS, "ours", 1, NOW)
    before = await matrix.all(OURS)
    assert sum('"errors"' not in answer for answer in before.values()) > len(READS), "most answers are refusals"
    await fill(stack, THEIRS, "theirs", 3, NOW)

    theirs = await matrix.all(THEIRS)
    assert sum("theirs" in answer for answer in theirs.values()) > 20
    after = await matrix.all(OURS)
    assert differences(before, after) == []
    assert [asked for asked, answer in after.items() if "theirs" in answer] == []

    # their ids are as unknown as those that nobody has, also for users who have the same names
    known, unknown = await matrix.all(OURS, THEM), await matrix.all(OURS, NOBODY)
    blanked = [
        {asked: who.blanked(text) for asked, text in found.items()} for who, found in ((THEM, known), (NOBODY, unknown))
    ]
    assert differences(*blanked) == []

    for path, place, cursor in cursors(theirs):
        name = "after" if "$after" in DOCUMENTS[path] else None
        if name is None:
            continue
        for caller in callers(OURS).values():
            variables = {**VARIABLES[path][1], name: cursor}
            answer = await matrix.ask(path, caller, variables)
            assert "theirs" not in answer, (path, place)

    for path in READS:
        answer = await matrix.ask(path, OPERATOR, VARIABLES[path][1])
        assert "ours" not in answer and "theirs" not in answer, path  # noqa: PT018
        if path not in OF_OPERATORS:
            assert '"code":"FORBIDDEN"' in answer, path

    if walls == 2:  # what is written has one wall anyway
        async with stack.services.pool.acquire() as connection:
            rows = await rows_of(connection, THEIRS)
            await try_to_write(stack)
            assert changed(rows, await rows_of(connection, THEIRS)) == []
        assert differences(theirs, await matrix.all(THEIRS)) == []


def cursors(answers: dict[Asked, str]) -> Iterator[tuple[str, str, str]]:
    """The documents with pages, where in the answer a cursor stands, and the cursor."""
    found = 0
    for (path, _), answer in answers.items():
        for name, cursor in re.findall(r'"(endCursor|startCursor|cursor)":"([^"]+)"', answer):
            found += 1
            yield path, name, cursor
    assert found > 20


def _fingerprint(who: Tenant) -> dict[str, Any]:
    return {"fingerprint": fingerprint_of(hash_write_key(f"{who.word} key"))}


FINDS: dict[str, Callable[[Tenant], dict[str, Any]]] = {
    "dashboard/RotateWriteKey.graphql": _fingerprint,
    "dashboard/RevokeWriteKey.graphql": _fingerprint,
    "dashboard/RevokeShareLink.graphql": lambda who: {"linkId": link_of(who.word).hex},
    "dashboard/UnpinFunnel.graphql": lambda who: {"name": f"{who.word}-Likes"},
    "dashboard/DeprecateSchemaVersion.graphql": lambda who: {
        "type": "CUSTOM",
        "name": f"{who.word}.poll",
        "version": "1.0.0",
    },
    "dashboard/RemoveEvents.graphql": lambda who: {"filter": {"contentId": f"{who.word}-c1"}, "dryRun": False},
    "mobile/CloseSession.graphql": lambda who: {"sessionId": f"{who.word}-s1"},
    "dashboard/CollectSocialAccount.graphql": lambda who: {"accountId": f"{who.word}-instagram:1"},
    "dashboard/CollectSocialWorkspace.graphql": lambda who: {"workspaceId": f"{who.word}-brand"},
    "dashboard/PauseSocialAccount.graphql": lambda who: {"accountId": f"{who.word}-instagram:1"},
    "dashboard/ResumeSocialAccount.graphql": lambda who: {"accountId": f"{who.word}-instagram:1"},
    "dashboard/AggregateSocial.graphql": lambda who: {"of": {"accountId": f"{who.word}-instagram:1"}},
    "dashboard/InvalidateSocialCache.graphql": lambda who: {"of": {"workspaceId": f"{who.word}-brand"}},
    "dashboard/SetSocialWorkspaceMembers.graphql": lambda who: {"workspaceId": f"{who.word}-brand", "userIds": ["u1"]},
    "dashboard/DisconnectSocialAccount.graphql": lambda who: {
        "accountId": f"{who.word}-instagram:1",
        "numbers": "DELETE",
    },
    "dashboard/StartSocialConnection.graphql": lambda who: {
        "workspaceId": f"{who.word}-brand",
        "network": "X",
        "returnTo": "https://app.test/",
    },
    "dashboard/FinishSocialConnection.graphql": lambda who: {"id": f"{who.word}-{CONNECTION}", "externalIds": ["2"]},
    "dashboard/RemoveSocialMetric.graphql": lambda who: {"name": f"{who.word}_depth"},
    "dashboard/LinkSocialPost.graphql": lambda who: {"accountId": f"{who.word}-instagram:1", "postId": "p1"},
}
"""Mutations that find something by its id: what is theirs, they find as little as what nobody has."""
OWN: dict[str, dict[str, Any]] = {
    "dashboard/RemoveEvents.graphql": {"filter": {"contentId": "c1"}, "dryRun": False},
    "dashboard/RegisterSchemaVersion.graphql": {"type": "LIKE", "version": "1.4.0", "schema": {}},
}
"""Variables of documents that cannot be sent to the filled project as they are elsewhere."""
NAME_A_PROJECT = {f"dashboard/{name}Project.graphql" for name in ("Create", "Archive", "Restore")}
"""Mutations of operators; for users of a project, they are FORBIDDEN."""


async def try_to_write(stack: Stack) -> None:
    """What is theirs is not found by those who are not, and not changed by those who have the same ids."""
    for path, variables in FINDS.items():
        caller = callers(OURS)["guest" if path.startswith("mobile") else "admin"]
        answers = []
        for who in (THEM, NOBODY):
            result, _ = await stack.execute(DOCUMENTS[path], caller, variables(who))
            told = [(error.message, error.extensions) for error in result.errors or ()]
            text = json.dumps([result.data, told], default=str)
            text = re.sub(r"\d{4}-\d\d-\d\d[T ][\d:.]+|\d{4}-\d\d-\d\d", "…", text)
            for hidden in (fingerprint_of(hash_write_key(f"{who.word} key")), who.word):
                text = text.replace(hidden, "…")
            answers.append(re.sub(r'"(id|eventId)": "[^"]*"', r'"\1": "…"', text))
        assert answers[0] == answers[1], path

    async with stack.services.pool.acquire() as connection:
        for key in ("a key to rotate", "a key to revoke"):
            await register_write_key(connection, OURS, key, "of the documents")
        await store_link(connection, OURS, "documents")
    for path in WRITES:
        role = "guest" if path.startswith("mobile") and path != "mobile/UpsertViewers.graphql" else "admin"
        caller, shared = callers(OURS)[role], OWN.get(path, VARIABLES[path][1])
        for own in (shared, THEM.renamed(shared)):
            result, _ = await stack.execute(DOCUMENTS[path], caller, own)
            codes = {(error.extensions or {}).get("code") for error in result.errors or ()}
            if path in NAME_A_PROJECT:
                assert codes == {"FORBIDDEN"}, path
            elif own is shared:
                assert not codes, (path, result.errors)
    await stack.aggregator.drain()
