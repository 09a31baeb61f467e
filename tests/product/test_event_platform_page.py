"""docs/event-platform.md cannot lie: its examples run against the product, and print what the page shows."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from graphql import parse, validate

from resolvers.schema import build_schema
from tests.examples import Example, agree, blocks_of, examples_of
from tests.products import PATIENCE, Product, running_product, wait_until

PAGE = "event-platform.md"
EXAMPLES = examples_of(PAGE)


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A product of this page alone, in whose folder every example is a file."""
    assert shutil.which("curl"), f"the examples of docs/{PAGE} need curl"
    with running_product() as product:
        for example in EXAMPLES:
            (product.folder / example.name).write_text(example.text)
        yield product


def printed(product: Product, name: str) -> str:
    """What an example prints; it must not fail."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"source setup.sh; source {name}"],
        cwd=product.folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
        check=False,
    )
    assert done.returncode == 0, f"{name}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_examples_print_what_the_page_shows(product: Product) -> None:
    shown = [example for example in EXAMPLES if example.output is not None]
    assert len(shown) == len(EXAMPLES) - 1 > 4, "all but the set-up show what they print"
    for example in shown:
        answers: list[str] = []

        def is_as_shown(example: Example = example, answers: list[str] = answers) -> bool:
            answers.append(printed(product, example.name))
            return agree(example.output or "", answers[-1])

        if "mutation" in example.text:  # sent once
            assert is_as_shown(), answers
            continue
        try:
            wait_until(is_as_shown, what=example.name)
        except AssertionError as error:
            raise AssertionError(f"{example.name} printed {answers[-1]}") from error


def test_documents_that_do_not_run_are_valid() -> None:
    documents = [text for language, text in blocks_of(PAGE) if language == "graphql"]
    assert documents
    assert [validate(build_schema()._schema, parse(document)) for document in documents] == [[] for _ in documents]


def test_every_block_is_run_or_checked() -> None:
    assert {language for language, _ in blocks_of(PAGE)} == {"bash", "json", "graphql"}
    assert len([text for language, text in blocks_of(PAGE) if language == "bash"]) == len(EXAMPLES)
