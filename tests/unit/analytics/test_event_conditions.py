"""The SQL of conditions on events: what is computed for which types."""

from server.analytics.event_conditions import Condition, step_bits


def test_what_the_type_alone_decides_is_one_constant() -> None:
    sql, values = step_bits(
        {0: Condition(types=["like", "share"]), 1: Condition(types=["view_start"]), 16: Condition(types=["like"])}
    )

    assert " ".join(sql.split()) == (
        "CASE WHEN events.type = ANY (:types_0::text[]) THEN 2 "
        "WHEN events.type = ANY (:types_1::text[]) THEN 65537 "
        "WHEN events.type = ANY (:types_2::text[]) THEN 1 ELSE 0 END"
    )
    assert values == {"types_0": ["view_start"], "types_1": ["like"], "types_2": ["share"]}


def test_conditions_for_all_types_are_looked_at_for_each() -> None:
    sql, values = step_bits({0: Condition(content_id="c1"), 1: Condition(types=["like"])})

    matches = "CASE WHEN events.content_id = :content_0::text THEN 1 ELSE 0 END"
    assert " ".join(sql.split()) == (
        f"CASE WHEN events.type = ANY (:types_0::text[]) THEN 2 | {matches} ELSE 0 | {matches} END"
    )
    assert values == {"content_0": "c1", "types_0": ["like"]}


def test_without_types_none_is_compared() -> None:
    assert step_bits({3: Condition(properties={"a": 1})}) == (
        "0\n            | CASE WHEN events.properties @> :properties_3::jsonb THEN 8 ELSE 0 END",
        {"properties_3": {"a": 1}},
    )


def test_types_that_report_a_position_in_the_same_way_are_one_group() -> None:
    sql, values = step_bits({0: Condition(watched=0.5)})

    assert {name: value for name, value in values.items() if name != "share_0"} == {
        "types_0": ["view_progress", "view_start"],
        "types_1": ["view_complete"],
        "types_2": ["pause", "resume", "skip", "swipe_away"],
    }
    assert sql.count("plays.has_jumped") == 1
