"""The documents of ``graphql/`` are one project to the tools that apps check and compile theirs with."""

import re
from pathlib import Path
from typing import Any

from resolvers.documents import FOLDER, load_documents
from tests.clients.node import run_node
from tests.clients.relay_compiler import SCHEMA, compile_documents, write_modules

DOCUMENTS = load_documents()
PATHS = [FOLDER / path for path in DOCUMENTS]
USES = """
import type * as t from "./types";

export const rate = (answer: t.ContentComparisonQuery): number | null | undefined =>
  answer.contentAnalytics?.compare?.engagementRate.value;
export const views = (pushed: t.SeriesLiveSubscription): number[] | undefined =>
  pushed.series?.points.map((point) => point.views);
export const variables: t.ContentComparisonQueryVariables = {
  contentId: "c1",
  range: { last: "7d" },
  to: "PREVIOUS_PERIOD",
  profile: "LISTING",
};
export const tracked: t.TrackEventsMutationVariables = { events: [{ type: "VIEW_START", contentId: "c1" }] };
"""


def with_files(paths: list[Path], **more: Any) -> dict[str, Any]:
    """The arguments of a script that reads the schema and documents."""
    return {"schema": str(SCHEMA), "documents": [str(path) for path in paths], **more}


def compiled(folder: Path, uses: str) -> list[str]:
    """What the TypeScript compiler says about the generated types, and about code that uses them."""
    answer = run_node("generate_types.mjs", with_files(PATHS, folder=str(folder), uses=uses))
    assert answer["lines"] > 1000
    return list(answer["told"])


def test_graphql_inspector_finds_nothing_wrong() -> None:
    assert run_node("inspect_documents.mjs", with_files(PATHS)) == []


def test_graphql_inspector_would_find_an_unknown_field_and_a_fragment_of_the_same_name(tmp_path: Path) -> None:
    wrong, twice = tmp_path / "Wrong.graphql", tmp_path / "Twice.graphql"
    wrong.write_text("query Wrong { definitions { colour } }")
    twice.write_text(DOCUMENTS["dashboard/ContentAudience.graphql"])
    found = run_node("inspect_documents.mjs", with_files([*PATHS, wrong, twice]))
    assert any("colour" in line for line in found)
    assert any("ContentAudienceShare" in line for line in found)


def test_relay_compiler_compiles_all_of_them(tmp_path: Path) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    write_modules(modules, DOCUMENTS)
    artefacts = compile_documents(tmp_path, modules)
    written = "".join(module.read_text() for module in modules.iterdir())
    operations = set(re.findall(r"^graphql`(?:query|mutation|subscription) (\w+)", written, re.MULTILINE))
    assert len(operations) == len(DOCUMENTS)
    assert operations <= {path.name.partition(".")[0] for path in artefacts.glob("*.graphql.js")}


def test_types_generated_for_all_of_them_compile_with_code_that_uses_them(tmp_path: Path) -> None:
    assert compiled(tmp_path, USES) == []


def test_the_compiler_finds_what_does_not_fit_the_schema(tmp_path: Path) -> None:
    wrong = USES
    for right, mistaken in (("LISTING", "LIKES"), ("engagementRate", "engagementsRate"), ("number[]", "string[]")):
        wrong = wrong.replace(right, mistaken)
    told = compiled(tmp_path, wrong)
    assert [line.split(":")[0] for line in told] == ["uses.ts"] * 3
    assert "engagementsRate" in told[0]
    assert "string[]" in told[1]
    assert "LIKES" in told[2]
