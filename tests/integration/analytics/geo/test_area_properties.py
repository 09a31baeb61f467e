"""Wherever events happened, the cells add up to those with coordinates, at every resolution."""

from collections import Counter
from itertools import count
from typing import Any

from h3.api import basic_str as h3
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from server.access import Caller, Role
from tests.drawing import drawn
from tests.integration.analytics.stack import Stack, event
from tests.integration.rollup.test_properties import patient

COUNTS = """
query ($resolution: Int!) {
  areaCounts(resolution: $resolution, first: 100) { cells events views areas { cell events views } }
}
"""
# anywhere, and close together, so that cells are shared at some resolutions and not at others
latitudes = st.floats(-90, 90) | st.floats(52.3, 52.7)
longitudes = st.floats(-180, 180) | st.floats(13.1, 13.7)
points = st.none() | st.tuples(latitudes, longitudes)
occurrences = st.lists(
    st.tuples(st.sampled_from(["VIEW_START", "LIKE", "PAUSE"]), points, st.sampled_from(["u1", "u2"]), st.booleans()),
    min_size=1,
    max_size=30,
)
_projects = count(30_000)


def sent(kind: str, point: tuple[float, float] | None, who: str, consent: bool) -> dict[str, Any]:
    if point is None:
        return event(kind, who=who)
    latitude, longitude = point
    return event(kind, who=who, location={"latitude": latitude, "longitude": longitude, "preciseConsent": consent})


@hypothesis_settings(patient, max_examples=drawn(8))
@given(drawn=occurrences)
async def test_cells_add_up_to_the_events_with_coordinates(
    stack: Stack, drawn: list[tuple[str, tuple[float, float] | None, str, bool]]
) -> None:
    project_id = next(_projects)
    await stack.track([sent(*each) for each in drawn], Caller(project_id=project_id, may_track=True))
    await stack.aggregator.drain()
    placed = [(kind, h3.latlng_to_cell(*point, 5)) for kind, point, _, _ in drawn if point is not None]
    for resolution in range(6):
        events = Counter(h3.cell_to_parent(cell, resolution) for _, cell in placed)
        views = Counter(h3.cell_to_parent(cell, resolution) for kind, cell in placed if kind == "VIEW_START")
        admin = Caller(project_id=project_id, user_id="root", role=Role.ADMIN)
        answer = await stack.ask(COUNTS, admin, resolution=resolution)
        assert {area["cell"]: (area["events"], area["views"]) for area in answer["areas"]} == {
            cell: (events[cell], views[cell]) for cell in events
        }
        assert (answer["cells"], answer["events"]) == (len(events), len(placed))
        assert answer["views"] == sum(views.values())
