"""Who watches a content, a creator's contents or the platform: shares of all views."""

from tests.integration.analytics.stack import Stack, event

AUDIENCE = """
{ contentAnalytics(contentId: "c1") {
    audience(first: 2) {
      ageGroups { value label views percentage } genders { value views } countries { value label views percentage }
      cities { value label } devices { value views } platforms { value label views }
    }
} }
"""


async def test_an_audience_has_shares_of_all_views(stack: Stack) -> None:
    for number, country in enumerate(["DE", "DE", "FR", "US", None]):
        await stack.count(
            event(
                "VIEW_START",
                who=f"u{number}",
                location={"country": country, "city": "Ulm" if country == "DE" else None},
                device={"type": "MOBILE", "platform": "IOS"},
                viewer={"ageGroup": "AGE_18_24" if number else "AGE_65_PLUS"},
            )
        )
    audience = (await stack.ask(AUDIENCE))["audience"]
    assert audience["ageGroups"] == [
        {"value": "AGE_18_24", "label": "18-24", "views": 4, "percentage": 80.0},
        {"value": "AGE_65_PLUS", "label": "65+", "views": 1, "percentage": 20.0},
    ]
    assert audience["genders"] == [{"value": None, "views": 5}]
    assert audience["countries"][0] == {"value": "DE", "label": "Germany", "views": 2, "percentage": 40.0}
    assert len(audience["countries"]) == 2
    assert audience["cities"] == [{"value": None, "label": None}, {"value": "Ulm, DE", "label": "Ulm, Germany"}]
    assert audience["devices"] == [{"value": "MOBILE", "views": 5}]
    assert audience["platforms"] == [{"value": "IOS", "label": "iOS", "views": 5}]


async def test_the_audience_of_the_platform_is_that_of_all_contents(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", "a1", "u1", creatorId="k1", location={"country": "DE"}),
        event("VIEW_START", "b1", "u2", creatorId="k2", location={"country": "FR"}),
        event("VIEW_START", "x1", "u3", location={"country": "DE"}),
    )
    question = "audience { countries { value views } }"
    of_all = await stack.ask(f"{{ platformAnalytics {{ {question} }} }}")
    assert of_all["audience"]["countries"] == [{"value": "DE", "views": 2}, {"value": "FR", "views": 1}]
    of_one = await stack.ask(f'{{ platformAnalytics(creatorId: "k2") {{ {question} }} }}')
    assert of_one["audience"]["countries"] == [{"value": "FR", "views": 1}]


async def test_views_by_source_device_and_platform_are_rows_too(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", who="u1", device={"type": "TV", "platform": "WEB"}, source={"type": "SEARCH"}),
        event("VIEW_START", who="u2", device={"type": "MOBILE"}, source={"type": "SEARCH"}),
        event("VIEW_START", who="u3", source={"type": "FOR_YOU"}),
        event("VIEW_START", who="u4"),
    )
    rows = "rows { value label views percentage }"
    found = await stack.ask(
        f'{{ contentAnalytics(contentId: "c1") {{ views {{ {rows} }} devices {{ {rows} }} platforms {{ {rows} }} }} }}'
    )
    shown = {
        name: [(row["value"], row["label"], row["views"], row["percentage"]) for row in found[name]["rows"]]
        for name in found
    }
    assert shown == {
        "views": [
            ("ORGANIC", "Organic", 1, 25.0),
            ("FOLLOWING", "Following", 0, 0.0),
            ("PROFILE", "Profile", 0, 0.0),
            ("HASHTAG", "Hashtag", 0, 0.0),
            ("SEARCH", "Search", 2, 50.0),
            ("DIRECT", "Direct", 0, 0.0),
            ("OTHER", "Other", 1, 25.0),
        ],
        "devices": [
            ("MOBILE", "Mobile", 1, 25.0),
            ("TABLET", "Tablet", 0, 0.0),
            ("DESKTOP", "Desktop", 0, 0.0),
            ("TV", "TV", 1, 25.0),
            (None, None, 2, 50.0),
        ],
        "platforms": [
            ("IOS", "iOS", 0, 0.0),
            ("ANDROID", "Android", 0, 0.0),
            ("WEB", "Web", 1, 25.0),
            (None, None, 3, 75.0),
        ],
    }
