"""Purchases, refunds and gifts in several currencies, and what campaigns cost."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tests.dataset.delivery import Fields, Visit
from tests.dataset.entities import PLACES, Content, Entities, Person
from tests.dataset.recorder import Recorder

SHOPPERS = 500
CURRENCIES = ("EUR", "EUR", "EUR", "USD", "JPY", "KWD", "XTS")
AMOUNTS = ("0.01", "9.99", "12.50", "12.505", "0.0049", "100", "1.2345", 3, 7.25, "1999.9")
METHODS = ("card", "card", "invoice", None)
CAMPAIGNS = ("spring", "summer", None, None)
SHOP = UUID(int=0x5E55)
"""The session in which the shop's own server sends refunds: of no content and of no user."""


def shop_visits(seed: int, entities: Entities, start: datetime, end: datetime) -> list[Visit]:
    """Visits within [start, end); some things are given back days later, or never bought."""
    random = Random(f"{seed}:shopping")
    server = Person(None, entities.people[0].place, {}, {}, {}, consent=False, activity=1)
    visits = []
    for number, person in enumerate(random.sample(entities.people, SHOPPERS)):
        moment = start + random.random() * (end - start - timedelta(days=6))
        recorder = Recorder(random, person, str(UUID(int=random.getrandbits(128))), moment)
        content = random.choice(entities.contents[:60])
        orders = [_buy(recorder, content, f"order{number}-{place}") for place in range(random.randint(1, 3))]
        if content.type == "STREAM" and random.random() < 0.7:
            _give(recorder, content)
        visits.append(recorder.visit)
        visits += [
            _give_back(random, random.choice([person, server, server]), bought, recorder.now)
            for bought in orders
            if random.random() < 0.3
        ]
    for number in range(20):  # of orders that nobody placed
        bought = {"orderId": f"unknown{number}", "amount": "5", "currency": "EUR", "productId": "p1"}
        visits.append(_give_back(random, server, bought, start + random.random() * (end - start - timedelta(days=6))))
    visits += [_own(random, content, start + timedelta(days=9)) for content in entities.contents[:40]]
    visits += [_bot(random, content, start + timedelta(days=11)) for content in entities.contents[:20]]
    return visits


def spending(seed: int, start: datetime) -> list[Fields]:
    """What campaigns cost, as CampaignSpendInputs; one of them sold nothing, one cost nothing."""
    random = Random(f"{seed}:spending")
    return [
        {
            "campaign": campaign,
            "day": (start + timedelta(days=day)).date().isoformat(),
            "currency": currency,
            "amount": "0" if campaign == "free" else f"{random.uniform(1, 40):.3f}",
        }
        for day in range(41)
        for campaign, currency in (("spring", "EUR"), ("spring", "JPY"), ("autumn", "EUR"), ("free", "USD"))
        if random.random() < 0.6
    ]


def _buy(recorder: Recorder, content: Content, order: str) -> Fields:
    """Buys something, often with other things of the same order; returns its properties."""
    random = recorder.random
    bought: Fields = {}
    named = None if random.random() < 0.15 else order
    campaign = random.choice(CAMPAIGNS)
    currency = random.choice(CURRENCIES)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        recorder.pass_time(random.uniform(1, 300))
        bought = {
            "productId": f"p{random.randrange(12)}",
            "orderId": named,
            "amount": random.choice(AMOUNTS),
            "currency": currency if random.random() < 0.95 else "USD",
            "quantity": random.choice([None, 2]),
            "paymentMethod": random.choice(METHODS),
        }
        bought = {name: value for name, value in bought.items() if value is not None}
        source = {"type": "OTHER", "campaign": campaign} if campaign else None
        at = content if random.random() < 0.8 else None
        seller = content.creator_id if at is None and random.random() < 0.7 else None
        recorder.do("PURCHASE", at, properties=bought, source=source, **({"creatorId": seller} if seller else {}))
    return bought


def _give(recorder: Recorder, content: Content) -> None:
    recorder.pass_time(1)
    recorder.do("STREAM_GIFT", content, properties={"gift": "rose", "amount": "0.10", "currency": "EUR"})
    recorder.pass_time(1)
    recorder.do("STREAM_GIFT", content, properties={"gift": "wave"})


def _give_back(random: Random, who: Person, bought: Fields, after: datetime) -> Visit:
    """A refund of an order, of a product of it, or of a purchase without an order, which no other event names."""
    recorder = Recorder(random, who, str(SHOP) if who.user_id is None else None, after)
    recorder.pass_time(random.choice([60, 90_000, 300_000]))
    given = {"orderId": bought.get("orderId", "none"), "amount": bought["amount"], "currency": bought["currency"]}
    if random.random() < 0.4:
        given["productId"] = bought["productId"]
    recorder.do("REFUND", properties=given)
    return recorder.visit


def _own(random: Random, content: Content, at: datetime) -> Visit:
    """The creator buys from its own content."""
    person = Person(content.creator_id or "nobody", PLACES[0], {}, {}, {}, consent=False, activity=1)
    recorder = Recorder(random, person, None, at)
    _buy(recorder, content, f"own-{content.id}")
    return recorder.visit


def _bot(random: Random, content: Content, at: datetime) -> Visit:
    device = {"userAgent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}
    person = Person(f"robot-{content.id}", PLACES[0], device, {}, {}, consent=False, activity=1)
    recorder = Recorder(random, person, None, at)
    _buy(recorder, content, f"bot-{content.id}")
    return recorder.visit
