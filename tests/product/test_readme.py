"""README.md's first mutation works as it is printed there."""

import json
import re
import subprocess
from pathlib import Path

from tests.products import Product

README = (Path(__file__).parents[2] / "README.md").read_text()


def test_the_first_mutation_is_accepted(product: Product) -> None:
    (command,) = re.findall(r"^\$ (curl http.*?\}')$", README, re.MULTILINE | re.DOTALL)
    there = command.replace("http://127.0.0.1:8000/graphql", product.facts.url)
    done = subprocess.run(
        ["bash", "-euc", there],
        env={"WRITE_KEY": product.facts.write_key, "PATH": "/usr/local/bin:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert product.facts.url in there
    answer = json.loads(done.stdout)["data"]["trackEvent"]
    assert answer["accepted"] == 1
    (shown,) = re.findall(r'^(\{"data":\{"trackEvent".*)$', README, re.MULTILINE)
    assert set(answer["results"][0]) == set(json.loads(shown)["data"]["trackEvent"]["results"][0])
