"""Every mutation that takes a list and answers item by item, and every shape of a document that can call it."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

Item = Any
Asked = tuple[str, dict[str, Any]]
Shape = Callable[["Batch", Sequence[Item]], Asked]


class Batch(NamedTuple):
    """One mutation with a list of items.

    Attributes:
        field: The mutation.
        argument: Its list.
        type: The type of an item.
        good: An item that is taken, without its name.
        bad: Items that are not, and where each is wrong.
        key: The field that names an item.
    """

    field: str
    argument: str
    type: str
    good: dict[str, Any]
    bad: list[tuple[Item, list[str]]]
    key: str = "id"

    def items(self, tag: str) -> list[Item]:
        """A good item before, between and after bad ones."""
        found = [self._named(f"{tag}-first")]
        for number, (item, _) in enumerate(self.bad):
            found += [item, self._named(f"{tag}-{number}")]
        return found

    def _named(self, name: str) -> dict[str, Any]:
        return {**self.good, self.key: name}

    @property
    def expected(self) -> list[list[str] | None]:
        """For each of ``items``, where it is wrong."""
        found: list[list[str] | None] = [None]
        for index, (_, path) in enumerate(self.bad):
            found += [[self.argument, str(2 * index + 1), *path], None]
        return found


ITEM = "{ index status code path }"
ANSWER = f"accepted rejected results {ITEM} problems {ITEM}"
ANYTHING: list[tuple[Item, list[str]]] = [(None, []), (5, []), ("text", []), ([], []), ({}, ["id"])]
EVENT = {"type": "LIKE", "contentId": "c1", "sessionId": "s1"}
NAMELESS = [*ANYTHING[:-1]]
SPEND = {"day": "2026-11-17", "currency": "EUR", "amount": "4.50"}


def _tracked(field: str, argument: str, type_: str, good: dict[str, Any], extra: list[tuple[Item, list[str]]]) -> Batch:
    bad: list[tuple[Item, list[str]]] = [
        *NAMELESS,
        ({**good, "type": "NOPE"}, ["type"]),
        ({**good, "type": 5}, ["type"]),
        ({**good, "nope": 1}, ["nope"]),
        ({**good, "contentId": []}, ["contentId"]),
        ({**good, "contentId": "x" * 129}, ["contentId"]),
        ({**good, "occurredAt": "yesterday"}, ["occurredAt"]),
        ({**good, "device": {"toaster": True}}, ["device", "toaster"]),
    ]
    return Batch(field, argument, type_, good, bad + extra)


BATCHES = [
    _tracked(
        "trackEvents",
        "events",
        "EventInput",
        EVENT,
        [
            ({"contentId": "c1"}, ["type"]),
            ({**EVENT, "viewData": {"sections": [{"start": 1}]}}, ["viewData", "sections", "0", "end"]),
            ({**EVENT, "properties": 5}, ["properties"]),
        ],
    ),
    _tracked(
        "recordEngagementBatch",
        "engagements",
        "EngagementInput",
        {"type": "SAVE", "contentId": "c1", "sessionId": "s1"},
        [
            ({"type": "SAVE", "contentId": "c1", "watchTime": "long"}, ["watchTime"]),
            ({"type": "SAVE", "contentId": "c1", "watchTime": -1}, ["watchTime"]),
            ({"type": "WHATSAPP", "contentId": "c1"}, ["type"]),
            ({"type": "SAVE"}, ["contentId"]),
            ({"type": "SAVE", "contentId": "c1", "viewData": {"position": 1}}, ["viewData"]),
        ],
    ),
    _tracked(
        "recordInteractions",
        "interactions",
        "InteractionInput",
        {"type": "CONTACT", "contentId": "c1", "sessionId": "s1"},
        [
            ({"type": "SAVE", "contentId": "c1", "completed": "yes"}, ["completed"]),
            ({"type": "COMPLETE", "contentId": "c1"}, ["type"]),
            ({"type": "SAVE", "contentId": "c1", "properties": {}}, ["properties"]),
        ],
    ),
    Batch(
        "upsertContents",
        "contents",
        "ContentInput",
        {"type": "VIDEO", "duration": 30},
        [
            *ANYTHING,
            ({"id": "c", "type": "NOPE"}, ["type"]),
            ({"id": "c", "nope": 1}, ["nope"]),
            ({"id": []}, ["id"]),
            ({"id": "c", "duration": "long"}, ["duration"]),
            ({"id": "c", "publishedAt": "9999-12-31T23:59:59.999999-14:00"}, ["publishedAt"]),
            ({"id": "c", "publishedAt": "0001-01-01T00:00:00+14:00"}, ["publishedAt"]),
        ],
    ),
    Batch(
        "upsertCreators",
        "creators",
        "CreatorInput",
        {"name": "Ada"},
        [*ANYTHING, ({"id": "k", "name": 5}, ["name"]), ({"id": "k", "nope": 1}, ["nope"])],
    ),
    Batch(
        "upsertViewers",
        "viewers",
        "ViewerInput",
        {"ageGroup": "AGE_25_34"},
        [*ANYTHING, ({"id": "u", "gender": 5}, ["gender"]), ({"id": "u", "bot": True}, ["bot"])],
    ),
    Batch(
        "classifyViewers",
        "viewers",
        "ViewerClassInput",
        {"bot": True},
        [*ANYTHING, ({"id": "u", "bot": "yes"}, ["bot"]), ({"id": "u", "nope": 1}, ["nope"])],
    ),
    Batch(
        "upsertCampaignSpend",
        "items",
        "CampaignSpendInput",
        SPEND,
        [
            *NAMELESS,
            ({}, ["campaign"]),
            ({"campaign": "c"}, ["day"]),
            ({**SPEND, "campaign": "c", "day": "yesterday"}, ["day"]),
            ({**SPEND, "campaign": "c", "currency": "EURO"}, ["currency"]),
            ({**SPEND, "campaign": "c", "amount": "much"}, ["amount"]),
            ({**SPEND, "campaign": "c", "nope": 1}, ["nope"]),
        ],
        key="campaign",
    ),
]


def literal(value: Any, name: str = "") -> str:
    """A value as it is written in a document."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {literal(inner, key)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(literal(inner, name) for inner in value) + "]"
    if isinstance(value, str) and name in {"type", "ageGroup", "gender"}:
        return value
    return json.dumps(value)


def _call(batch: Batch, value: str = "$e", *, key: str = "", selection: str = ANSWER) -> str:
    return f"{key}{batch.field}({batch.argument}: {value}) {{ {selection} }}"


def _shape(document: str) -> Shape:
    def asked(batch: Batch, items: Sequence[Item]) -> Asked:
        filled = document.replace("LIST", f"[{batch.type}!]!").replace("CALL", _call(batch))
        return filled.replace("ALIASED", _call(batch, key="other: ")), {"e": list(items)}

    return asked


def _fragment_of_payload(batch: Batch, items: Sequence[Item]) -> Asked:
    fragment = f"fragment P on BatchPayload {{ {ANSWER} }}"
    document = f"mutation($e: [{batch.type}!]!) {{ {_call(batch, selection='...P')} }} {fragment}"
    return document, {"e": list(items)}


def _default(batch: Batch, items: Sequence[Item]) -> Asked:
    """A null would contradict the type that the document itself gives the variable."""
    written = literal([0 if item is None else item for item in items])
    return f"mutation($e: [{batch.type}!]! = {written}) {{ {_call(batch)} }}", {}


def _literals(batch: Batch, items: Sequence[Item]) -> Asked:
    return f"mutation {{ {_call(batch, literal(list(items)))} }}", {}


def _one_variable_each(batch: Batch, items: Sequence[Item]) -> Asked:
    declared = ", ".join(f"$e{index}: {batch.type}!" for index in range(len(items)))
    listed = ", ".join(f"$e{index}" for index in range(len(items)))
    variables = {f"e{index}": item for index, item in enumerate(items)}
    return f"mutation({declared}) {{ {_call(batch, f'[{listed}]')} }}", variables


def _variables_in_literals(batch: Batch, items: Sequence[Item]) -> Asked:
    """The first field of each item by a variable of its type; the rest written out."""
    types = {"contentId": "ID!", "id": "ID!", "type": "EventType!", "bot": "Boolean", "gender": "Gender"}
    types["campaign"] = "String!"
    declared, written, variables = [], [], {}
    for index, item in enumerate(items):
        if not isinstance(item, dict) or not types.keys() & item.keys():
            written.append(literal(item))
            continue
        name = next(key for key in types if key in item)
        rest = {key: value for key, value in item.items() if key != name}
        declared.append(f"$e{index}: {types[name]}")
        variables[f"e{index}"] = item[name]
        written.append("{" + f"{name}: $e{index}, " + literal(rest)[1:])
    return f"mutation({', '.join(declared)}) {{ {_call(batch, '[' + ', '.join(written) + ']')} }}", variables


SHAPES: dict[str, Shape] = {
    "a variable": _shape("mutation($e: LIST) { CALL }"),
    "__typename at the root": _shape("mutation($e: LIST) { __typename CALL }"),
    "a fragment at the root": _shape("mutation($e: LIST) { ...F } fragment F on Mutation { CALL }"),
    "an inline fragment": _shape("mutation($e: LIST) { ... on Mutation { CALL } }"),
    "an inline fragment without a type": _shape("mutation($e: LIST) { ... { CALL } }"),
    "a fragment of the payload": _fragment_of_payload,
    "@include": _shape("mutation($e: LIST, $on: Boolean! = true) { ... @include(if: $on) { CALL } }"),
    "@skip": _shape("mutation($e: LIST) { ... @skip(if: false) { CALL } }"),
    "an alias": _shape("mutation($e: LIST) { ALIASED }"),
    "another root field": _shape('mutation($e: LIST) { closeSession(sessionId: "s9") { status } ALIASED }'),
    "a default": _default,
    "literals": _literals,
    "a variable for each item": _one_variable_each,
    "variables within literals": _variables_in_literals,
}


def results(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The answers to the items of every batch of a response."""
    assert "errors" not in answer, answer
    for payload in answer["data"].values():
        if isinstance(payload, dict) and "results" in payload:
            found = payload["results"]
            accepted = [one for one in found if one["status"] == "ACCEPTED"]
            rejected = [one for one in found if one["status"] == "REJECTED"]
            assert [one["index"] for one in found] == list(range(len(found)))
            assert (payload["accepted"], payload["rejected"]) == (len(accepted), len(rejected))
            assert payload["problems"] == [one for one in found if one not in accepted]
            yield from found
