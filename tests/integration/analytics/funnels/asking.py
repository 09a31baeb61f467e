"""Asks for funnels, and for the viewers behind each of their numbers."""

from typing import Any

from tests.integration.analytics.stack import Stack

FUNNEL = """
query (
  $steps: [FunnelStepInput!]!, $order: FunnelOrder = ORDERED, $window: Duration = "1h", $range: RangeInput,
  $exclusions: [FunnelExclusionInput!], $include: TrafficInput
) {
  funnel(
    steps: $steps, order: $order, window: $window, range: $range, exclusions: $exclusions, include: $include
  ) {
    id asOf revision isFinal definition order window timezone range { start end }
    started converted conversionRate dropped incomplete
    steps {
      number name optional viewers conversionRate stepConversionRate dropped dropOffRate incomplete
      sincePrevious { viewers median medianEstimated histogram { from to viewers } }
      sinceFirst { viewers median medianEstimated histogram { from to viewers } }
    }
  }
}
"""
VIEWERS = """
query (
  $steps: [FunnelStepInput!]!, $order: FunnelOrder = ORDERED, $window: Duration = "1h", $range: RangeInput,
  $exclusions: [FunnelExclusionInput!], $include: TrafficInput
  $step: Int!, $kind: FunnelViewersOf = REACHED, $first: Int, $after: String, $last: Int, $before: String
) {
  funnel(
    steps: $steps, order: $order, window: $window, range: $range, exclusions: $exclusions, include: $include
  ) {
    viewers(step: $step, kind: $kind, first: $first, after: $after, last: $last, before: $before) {
      totalCount edges { cursor node { id } } nodes { kind id isSuspect }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}
"""
NUMBERS = {"REACHED": "viewers", "DROPPED": "dropped", "INCOMPLETE": "incomplete"}


def steps(*types: str, **last: Any) -> list[dict[str, Any]]:
    """Steps of one type each."""
    return [{"types": [name]} for name in types]


async def people(stack: Stack, step: int, kind: str = "REACHED", **asked: Any) -> set[str]:
    """Who is behind a number, page by page; asserts that they are as many as every page says."""
    found: list[str] = []
    after = None
    while True:
        page = (await stack.ask(VIEWERS, step=step, kind=kind, first=2, after=after, **asked))["viewers"]
        found += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert page["totalCount"] == len(found) == len(set(found))
    return set(found)


async def told(stack: Stack, **asked: Any) -> list[tuple[int, int, int]]:
    """Viewers, dropped and incomplete of each step; asserts that as many viewers are listed behind each number."""
    answer = await stack.ask(FUNNEL, **asked)
    for step in answer["steps"]:
        for kind, field in NUMBERS.items():
            assert len(await people(stack, step["number"], kind, **asked)) == step[field], (step, kind)
    return [(step["viewers"], step["dropped"], step["incomplete"]) for step in answer["steps"]]
