"""The reads of sales."""

from datetime import date, timedelta
from typing import Any

from tests.integration.analytics.plans.filling import END, PEOPLE, START

FILL = """
INSERT INTO sales (
    project_id, bucket, event_id, amount, traffic, own_traffic, names_content, names_creator, names_product,
    names_campaign, type, currency, order_id, viewer_id, content_id, creator_id, product_id, campaign, payment_method)
SELECT
    1, '2026-01-01Z'::timestamptz + n * interval '5 minutes', gen_random_uuid(), 100, 0, 0, true, false, true,
    true, 'purchase', 'EUR', 'o' || n, 'u' || n % 5000, 'c' || n % 1000, 'k' || n % 300, 'p' || n % 500,
    'campaign' || n % 100, 'card'
FROM generate_series(0, 100000) AS n;
INSERT INTO campaign_spend (project_id, campaign, day, currency, amount)
SELECT 1, 'campaign' || n, '2026-01-01'::date + day, 'EUR', 100
FROM generate_series(0, 99) AS n, generate_series(0, 300) AS day;
"""
SUBJECTS = {
    "true": {},
    "content_id = :content_id": {"content_id": "c1"},
    "creator_id = :creator_id": {"creator_id": "k1"},
    "product_id = :product_id": {"product_id": "p1"},
    "campaign = :campaign": {"campaign": "campaign1"},
}
"""The conditions of the sales that are asked for, and their parameters."""
RANGE: dict[str, Any] = {
    "project": 1,
    "classes": PEOPLE,
    "currency": "EUR",
    "start": START,
    "end": END,
}
DAYS = {"first_day": date(2026, 11, 10), "end_day": date(2026, 11, 17)}
READS: dict[str, dict[str, Any]] = {
    "trade": RANGE,
    "trade_points": {**RANGE, "starts": [START, START + timedelta(days=1)]},
    "sales_span": {"project": 1, "classes": PEOPLE, "currency": None, "now": END},
    "spend": {"project": 1, "campaign": "campaign1", "currency": None, **DAYS},
    "sold_by": {
        **RANGE,
        **DAYS,
        "by": "gross",
        "with_spend": True,
        "after_worth": 1000,
        "after_key": "campaign1",
        "limit": 21,
    },
}
